using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>Resumes what waits for something from outside. A person's task is not resumed this way: it is answered in the inbox, by whom it was given to.</summary>
internal static class ResumeBookmark
{
    private const string ElsasOwn = "Elsa.";

    /// <param name="Input">What comes with it.</param>
    internal sealed record Request(JsonObject? Input = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string id, Request? request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        if (await db.WorkflowBookmarks.Where(b => b.Id == id).Select(b => b.Name).SingleOrDefaultAsync(ct) is not { } name)
            return Problems.NotFound("bookmarks.unknown", $"Expected an open bookmark {id} in your company, but there is none.");
        if (!name.StartsWith(ElsasOwn, StringComparison.Ordinal))
            return Problems.Forbidden("bookmarks.forbidden", $"Expected a bookmark that waits for something from outside, but {id} does not: a task is answered in the inbox, a job by its worker.");
        var command = new ResumeCommand(id) { Actor = user.Actor, Input = request?.Input?.ToDictionary(i => i.Key, i => Values.FromJson(i.Value)) ?? [] };
        return await workflows.ResumeAsync(command, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
