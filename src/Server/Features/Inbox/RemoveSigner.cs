using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>减签: a signer whom the assignee had added, and who has not decided yet, is not asked any more.</summary>
internal static class RemoveSigner
{
    /// <param name="Person">The signer.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid Person, string? Comment = null, int? Version = null, Guid? RequestId = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.RemoveSigner, command => command with { To = request.Person.ToString("D"), Comment = request.Comment }, request.Version, request.RequestId, http, ct);
}
