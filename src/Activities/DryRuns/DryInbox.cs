using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.DryRuns;

/// <summary>Inboxes that nobody opens but whoever makes the dry run.</summary>
internal sealed class DryInbox(DryBook book) : IInbox
{
    private Dictionary<string, (Assignment Task, TaskAsk Ask, TaskEnd? End)> Tasks => book.Present.Tasks;

    public Task<FlowPast> PastOfAsync(string instanceId, CancellationToken ct) => Task.FromResult(new FlowPast(
        [.. Tasks.Values.Select(known => new PastTask(known.Ask.ActivityId, known.Task.Round, known.Task.AssigneeId, known.Task.State, known.Task.ClosedBy, known.Task.ClosedAtUtc, known.End?.Verb) { SignatureId = DrySignatures.IdOf(known.Task, known.Ask) })]));

    public Task<IReadOnlyList<GivenDecision>> DecisionsOfAsync(string instanceId, string activityId, int round, CancellationToken ct) => Task.FromResult<IReadOnlyList<GivenDecision>>(
        [.. Tasks.Values.Where(known => known.Ask.ActivityId == activityId && known.Task.Round == round && known.End is not null && (known.Task.IsAgreed || known.Task.State == AssignmentState.Rejected))
            .Select(known => new GivenDecision(known.Task, known.End!.Act ?? new TaskCommand { Verb = known.End.Verb, Via = TaskVia.Time }))]);

    public Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct) => Put(task, ask, null);

    public Task ChangeAsync(Assignment task, DateTime nowUtc, CancellationToken ct) => Put(task, Tasks[task.TaskId].Ask, Tasks[task.TaskId].End);

    public Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct) => Put(task, Tasks[task.TaskId].Ask, ending);

    public Task CopyAsync(TaskCopy copy, TaskAsk ask, CancellationToken ct) => Task.CompletedTask;

    public Uri LinkTo(string taskId) => new($"https://dry-run.invalid/tasks/{taskId}");

    private Task Put(Assignment task, TaskAsk ask, TaskEnd? end)
    {
        Tasks[task.TaskId] = (task, ask, end);
        return Task.CompletedTask;
    }
}
