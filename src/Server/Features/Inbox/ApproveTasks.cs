using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>批量同意: approves several tasks at once, each with a signature of its own.</summary>
internal static class ApproveTasks
{
    /// <param name="TaskId">The task.</param>
    /// <param name="Version">Version that was seen; when it has changed since, the task stays.</param>
    /// <param name="IntentShown">The sentence that was shown, where the task is signed.</param>
    public sealed record Item(Guid TaskId, int? Version = null, string? IntentShown = null);

    /// <param name="Password">The signer's password, where a task is signed; it signs each of them on its own.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(IReadOnlyList<Item> Tasks, string? Comment = null, string? Password = null, Guid? RequestId = null)
    {
        /// <summary>Leaves the password out of logs.</summary>
        public override string ToString() => nameof(Request);
    }

    public static Task<Results<Ok<DecideTasks.Response>, ProblemHttpResult>> HandleAsync(Request request, DecideTasks decide, CancellationToken ct) =>
        decide.RunAsync(TaskVerbs.Approve, request.Comment, request.RequestId, [.. request.Tasks.Select(item => WantedOf(item, request.Password))], ct);

    private static DecideTasks.Wanted WantedOf(Item item, string? password) =>
        new(item.TaskId, item.Version, item.IntentShown is { } intent && password is not null ? new SignatureGiven(intent, password) : null);
}
