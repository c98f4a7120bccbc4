using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The assignee, or the proxy whom HR named, says yes or no, or reports that it is done.</summary>
internal static class CompleteTask
{
    /// <param name="Action"><c>approve</c>, <c>reject</c> or <c>complete</c>.</param>
    /// <param name="Answers">The form's fields by key.</param>
    /// <param name="Version">Version of the task that was read; when it has changed since, nothing is done.</param>
    /// <param name="Signature">Where the task needs one.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(string Action, JsonObject? Answers = null, string? Comment = null, int? Version = null, SignatureGiven? Signature = null, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        if (WhyNot(request) is { } invalid) return invalid;
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        var command = task.CommandOf(request.Action, user) with { Comment = request.Comment, Answers = TaskJson.Answers(request.Answers) };
        var act = new TaskAct(task, command, TaskClient.Of(http)) { Signature = request.Signature, SeenVersion = request.Version, RequestId = request.RequestId };
        return await acts.RunAsync(act, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }

    public static ProblemHttpResult? WhyNot(Request request) => request.Action is TaskVerbs.Approve or TaskVerbs.Reject or TaskVerbs.Complete
        ? null
        : Problems.Invalid("tasks.action.invalid", $"Expected 'action' to be approve, reject or complete, but got '{request.Action}'.");
}
