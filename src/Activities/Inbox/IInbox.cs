namespace HrBpm.Activities.Inbox;

/// <summary>People's inboxes. What is written joins the transaction of the run, so a task is there exactly when the flow waits for it.</summary>
public interface IInbox
{
    /// <summary>What people have done in this flow so far, the present run included.</summary>
    Task<FlowPast> PastOfAsync(string instanceId, CancellationToken ct);

    /// <summary>Puts a task before a person, or keeps it until the person's turn comes.</summary>
    Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct);

    /// <summary>The task goes on with another state, bookmark or owner.</summary>
    Task ChangeAsync(Assignment task, DateTime nowUtc, CancellationToken ct);

    /// <summary>The task is over.</summary>
    Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct);

    /// <summary>Sends a copy of the step, of which this task is one.</summary>
    Task CopyAsync(TaskCopy copy, TaskAsk ask, CancellationToken ct);

    /// <summary>Address of the task's page, for messages.</summary>
    Uri LinkTo(string taskId);
}

/// <summary>What happened when a task ended.</summary>
/// <param name="Verb">Verb that ended it; <c>cancel</c> when the flow was ended from outside.</param>
/// <param name="Act">What the person did and wrote, when it was this task that was acted on; null when it was taken back.</param>
/// <param name="Attachments">Ids of the attachments that were given with it.</param>
public sealed record TaskEnd(string Verb, TaskCommand? Act, IReadOnlyList<string> Attachments);

/// <summary>What people have done in a flow.</summary>
/// <param name="Tasks">All tasks, in no particular order.</param>
public sealed record FlowPast(IReadOnlyList<PastTask> Tasks)
{
    /// <summary>Number of the round that a new visit to this step begins: 1 for the first.</summary>
    public int NextRoundOf(string activityId) => 1 + Tasks.Where(task => task.ActivityId == activityId).Select(task => task.Round).DefaultIfEmpty().Max();

    /// <summary>Those who decided at the last visit to this step.</summary>
    public IReadOnlyList<string> DecidersOf(string activityId) =>
        [.. LastVisit(activityId).Where(task => task.State is AssignmentState.Approved or AssignmentState.Completed or AssignmentState.Rejected).Select(task => task.ClosedBy).OfType<string>().Where(by => by.Length > 0).Distinct()];

    /// <summary>Those who agreed at the last visit to this step.</summary>
    public IEnumerable<string> ApproversOf(string activityId) => LastVisit(activityId).Where(task => task.State == AssignmentState.Approved).Select(task => task.AssigneeId);

    private IEnumerable<PastTask> LastVisit(string activityId)
    {
        var last = NextRoundOf(activityId) - 1;
        return Tasks.Where(task => task.ActivityId == activityId && task.Round == last);
    }
}

/// <summary>One task of a flow.</summary>
/// <param name="ActivityId">The step.</param>
/// <param name="Round">Which visit to it.</param>
/// <param name="AssigneeId">Who had it.</param>
/// <param name="State">What has become of it.</param>
/// <param name="ClosedBy">Who ended it.</param>
public sealed record PastTask(string ActivityId, int Round, string AssigneeId, AssignmentState State, string? ClosedBy);
