using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>撤回: the initiator takes the request back before anybody has handled it.</summary>
internal static class WithdrawStarted
{
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(string? Comment = null, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string instanceId, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        var once = RequestOnce.Of(user.PersonId, request.RequestId, instanceId, TaskVerbs.Withdraw);
        if (once is not null && await once.FindAsync(db, ct) is { } before) return before.Refusal?.ToProblem() is { } other ? other : TypedResults.NoContent();
        var open = await StartedFlow.OpenTasksAsync(db, instanceId, user.PersonId, ct);
        if (open.Count == 0) return StartedFlow.Unknown(instanceId);
        var act = StartedFlow.ActOf(open[0], TaskVerbs.Withdraw, user, TaskClient.Of(http), request.Comment) with { Once = once };
        if (act.Command.To is null) return Problems.Conflict("tasks.handled-meanwhile", "Expected nobody to have handled the request since it was handed in, but it has gone beyond its first step.");
        return await acts.RunAsync(act, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
