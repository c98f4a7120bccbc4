using HrBpm.Activities.Inbox;
using HrBpm.Activities.Signatures;

namespace HrBpm.Activities.DryRuns;

/// <summary>In a dry run nobody enters a password: whoever agrees to a step that asks for a signature has signed it.</summary>
internal sealed class DrySignatures(DryBook book) : IFlowSignatures
{
    public Task<IReadOnlyList<FlowSignature>> OfAsync(string instanceId, CancellationToken ct) => Task.FromResult<IReadOnlyList<FlowSignature>>(
        [.. from known in book.Present.Tasks.Values
            let id = IdOf(known.Task, known.Ask)
            where id is not null && Guid.TryParse(known.Task.ClosedBy, out _)
            select new FlowSignature(id.Value, Guid.Parse(known.Task.ClosedBy!), known.Ask.Intent ?? "", known.Ask.Document ?? "")]);

    /// <summary>The signature of a task, which has the task's own id; null where none is given.</summary>
    public static Guid? IdOf(Assignment task, TaskAsk ask) => ask.NeedsSignature && task.IsAgreed && Guid.TryParse(task.TaskId, out var id) ? id : null;
}
