using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>催办: the initiator reminds everybody who has the request now; each step not more often than it allows.</summary>
internal static class UrgeStarted
{
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(string? Comment = null, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string instanceId, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        if ((await RequestOnce.TasksOfAsync(db, user.PersonId, request.RequestId, TaskVerbs.Urge, "", ct)).Count > 0) return TypedResults.NoContent();
        var open = await StartedFlow.OpenTasksAsync(db, instanceId, user.PersonId, ct);
        if (open.Count == 0) return StartedFlow.Unknown(instanceId);
        Refusal? refusal = null;
        var urged = 0;
        foreach (var step in open.DistinctBy(t => t.ExecutionId))
        {
            if (await acts.RunAsync(StartedFlow.ActOf(step, TaskVerbs.Urge, user, TaskClient.Of(http), request.Comment) with { RequestId = request.RequestId, IsOneOfMany = true }, ct) is { } why) refusal = why;
            else urged++;
        }
        return urged == 0 ? refusal!.ToProblem() : TypedResults.NoContent();
    }
}
