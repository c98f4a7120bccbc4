using System.Globalization;
using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Inboxes in memory, with every event written down as a line: <c>open 李娜</c>, <c>queue 王强</c>, <c>close 李娜 approve</c>.</summary>
internal sealed class RecordingInbox(FakeOrg org) : IInbox
{
    private Dictionary<string, TaskEnd> ends = [];

    public List<string> Lines { get; private set; } = [];

    public Dictionary<string, (Assignment Task, TaskAsk Ask)> Open { get; private set; } = [];

    public List<TaskAsk> Asks { get; private set; } = [];

    public List<TaskCopy> Copies { get; private set; } = [];

    /// <summary>Every task there ever was, as it is now.</summary>
    public Dictionary<string, (Assignment Task, TaskAsk Ask)> All { get; private set; } = [];

    /// <summary>Remembers what is there; the action puts it back, as a run that is not committed leaves it.</summary>
    public Action Remember()
    {
        var (lines, open, asks, copies, all, ended) = (Lines.ToList(), Open.ToList(), Asks.ToList(), Copies.ToList(), All.ToList(), ends.ToList());
        return () =>
        {
            (Lines, Asks, Copies) = (lines, asks, copies);
            (Open, All, ends) = (new(open), new(all), new(ended));
        };
    }

    public Task<FlowPast> PastOfAsync(string instanceId, CancellationToken ct) => Task.FromResult(new FlowPast(
        [.. All.Values.Where(known => known.Ask.InstanceId == instanceId).Select(known => new PastTask(known.Ask.ActivityId, known.Task.Round, known.Task.AssigneeId, known.Task.State, known.Task.ClosedBy, known.Task.ClosedAtUtc, ends.GetValueOrDefault(known.Task.TaskId)?.Verb))]));

    public Task<IReadOnlyList<GivenDecision>> DecisionsOfAsync(string instanceId, string activityId, int round, CancellationToken ct) => Task.FromResult<IReadOnlyList<GivenDecision>>(
        [.. All.Values.Where(known => known.Ask.ActivityId == activityId && known.Task.Round == round && (known.Task.IsAgreed || known.Task.State == AssignmentState.Rejected))
            .Select(known => new GivenDecision(known.Task, ends[known.Task.TaskId].Act ?? new() { Verb = ends[known.Task.TaskId].Verb, Via = TaskVia.Time }))]);

    public Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct)
    {
        Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{(task.State == AssignmentState.Queued ? "queue" : "open")} {NameOf(task.AssigneeId)}{(task.Round > 1 ? $" round {task.Round}" : "")}"));
        Asks.Add(ask);
        All.ContainsKey(task.TaskId).ShouldBeFalse();
        All[task.TaskId] = Open[task.TaskId] = (task, ask);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(Assignment task, DateTime nowUtc, CancellationToken ct)
    {
        Lines.Add($"change {NameOf(task.AssigneeId)} {task.State}");
        All[task.TaskId] = (task, All[task.TaskId].Ask);
        if (Open.ContainsKey(task.TaskId)) Open[task.TaskId] = All[task.TaskId];
        return Task.CompletedTask;
    }

    public Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct)
    {
        Lines.Add($"close {NameOf(task.AssigneeId)} {ending.Verb}");
        Open.Remove(task.TaskId).ShouldBeTrue();
        ends[task.TaskId] = ending;
        All[task.TaskId] = (task, All[task.TaskId].Ask);
        return Task.CompletedTask;
    }

    public Task CopyAsync(TaskCopy copy, TaskAsk ask, CancellationToken ct)
    {
        Lines.Add($"copy {NameOf(copy.PersonId)}");
        Copies.Add(copy);
        return Task.CompletedTask;
    }

    public Uri LinkTo(string taskId) => new($"https://hr.example.com/tasks/{taskId}");

    public Assignment TaskOf(string person) => Open.Values.Single(open => open.Task.AssigneeId == org[person].ToString("D")).Task;

    private string NameOf(string id) => org.NameOf(Guid.Parse(id));
}
