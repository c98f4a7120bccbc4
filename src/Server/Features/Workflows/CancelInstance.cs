using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Ends an instance before its time.</summary>
internal static class CancelInstance
{
    /// <param name="Reason">Why; kept in the history.</param>
    internal sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string id, Request request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        if (!await db.WorkflowInstances.AnyAsync(i => i.Id == id, ct)) return ShowInstance.Unknown(id);
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problems.Invalid("workflows.reason-missing", "Expected a reason for the cancellation, but it is blank.");
        return await workflows.CancelAsync(id, user.Actor, request.Reason, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
