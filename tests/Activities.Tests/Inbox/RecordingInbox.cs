using System.Globalization;
using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Inboxes in memory, with every event written down as a line: <c>open 李娜</c>, <c>close 李娜 approve</c>.</summary>
internal sealed class RecordingInbox(FakeOrg org) : IInbox
{
    public List<string> Lines { get; } = [];

    public Dictionary<string, (Assignment Task, TaskAsk Ask)> Open { get; } = [];

    public List<TaskAsk> Asks { get; } = [];

    public Task<int> NextRoundAsync(string instanceId, string activityId, CancellationToken ct) =>
        Task.FromResult(1 + Asks.Where(ask => ask.ActivityId == activityId).Select(ask => ask.ExecutionId).Distinct().Count());

    public Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct)
    {
        Lines.Add(string.Create(CultureInfo.InvariantCulture, $"open {NameOf(task.AssigneeId)}{(task.Round > 1 ? $" round {task.Round}" : "")}"));
        Asks.Add(ask);
        Open[task.TaskId] = (task, ask);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(Assignment task, CancellationToken ct)
    {
        Lines.Add($"change {NameOf(task.AssigneeId)} {task.State}");
        Open[task.TaskId] = (task, Open[task.TaskId].Ask);
        return Task.CompletedTask;
    }

    public Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct)
    {
        Lines.Add($"close {NameOf(task.AssigneeId)} {ending.Verb}");
        Open.Remove(task.TaskId).ShouldBeTrue();
        return Task.CompletedTask;
    }

    public Uri LinkTo(string taskId) => new($"https://hr.example.com/tasks/{taskId}");

    public Assignment TaskOf(string person) => Open.Values.Single(open => open.Task.AssigneeId == org[person].ToString("D")).Task;

    private string NameOf(string id) => org.NameOf(Guid.Parse(id));
}
