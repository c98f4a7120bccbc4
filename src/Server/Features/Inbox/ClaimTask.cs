using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>认领: one of several candidates takes the step on; it leaves the others' inboxes.</summary>
internal static class ClaimTask
{
    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Claim, command => command, null, http, ct);
}
