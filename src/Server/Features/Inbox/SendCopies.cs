using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>抄送: others are told of the step and may read it.</summary>
internal static class SendCopies
{
    /// <param name="People">Those who get a copy.</param>
    public sealed record Request(IReadOnlyList<Guid> People, string? Comment = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Cc, command => command with { People = [.. request.People.Distinct().Select(id => id.ToString("D"))], Comment = request.Comment }, null, http, ct);
}
