using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>归还: a step that was claimed is every candidate's again.</summary>
internal static class ReleaseTask
{
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid? RequestId = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request? request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Release, command => command, null, request?.RequestId, http, ct);
}
