using HrBpm.Activities.Inbox;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>批量拒绝: refuses several tasks at once, for one reason.</summary>
internal static class RejectTasks
{
    /// <param name="TaskId">The task.</param>
    /// <param name="Version">Version that was seen; when it has changed since, the task stays.</param>
    public sealed record Item(Guid TaskId, int? Version = null);

    /// <param name="Comment">Why; required, because whoever asked has to be told.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(IReadOnlyList<Item> Tasks, string? Comment = null, Guid? RequestId = null);

    public static async Task<Results<Ok<DecideTasks.Response>, ProblemHttpResult>> HandleAsync(Request request, DecideTasks decide, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(request.Comment)
            ? Problems.Invalid("tasks.reason.invalid", "Expected a comment that says why the tasks are refused, but it is blank.")
            : await decide.RunAsync(TaskVerbs.Reject, request.Comment, request.RequestId, [.. request.Tasks.Select(WantedOf)], ct);

    private static DecideTasks.Wanted WantedOf(Item item) => new(item.TaskId, item.Version, Signature: null);
}
