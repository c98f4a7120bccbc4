using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>抄送: others are told of the step and may read it.</summary>
internal static class SendCopies
{
    /// <param name="People">Those who get a copy.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(IReadOnlyList<Guid> People, string? Comment = null, Guid? RequestId = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Cc, command => command with { People = [.. request.People.Distinct().Select(id => id.ToString("D"))], Comment = request.Comment }, null, request.RequestId, http, ct);
}
