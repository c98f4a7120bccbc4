using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The holder of a task link attaches a file to the task.</summary>
internal static class AttachByLink
{
    public static async Task<Results<Ok<KeepAttachment.Response>, ProblemHttpResult>> HandleAsync(
        string token, IFormFile file, Guid? requestId, FindTaskLink links, KeepAttachment keep, CancellationToken ct)
    {
        var (link, task, problem) = await links.ByTokenAsync(token, ct);
        return problem is not null ? problem : await keep.RunAsync(task!, link!.PersonId, file, requestId, ct);
    }
}
