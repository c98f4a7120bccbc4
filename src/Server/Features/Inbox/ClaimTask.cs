using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>认领: one of several candidates takes the step on; it leaves the others' inboxes.</summary>
internal static class ClaimTask
{
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid? RequestId = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request? request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Claim, command => command, null, request?.RequestId, http, ct);
}
