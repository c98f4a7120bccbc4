namespace HrBpm.Activities.Inbox;

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

    /// <summary>拿回: who took their decision back from the next step at this moment, so that the flow comes here again; null when it comes in another way.</summary>
    public string? TakenBackBy(DateTime nowUtc) => Tasks.FirstOrDefault(task => task.Verb == TaskVerbs.GiveBack && task.ClosedAtUtc == nowUtc)?.ClosedBy;

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
/// <param name="ClosedAtUtc">When; null while it is not ended.</param>
/// <param name="Verb">Verb that ended it.</param>
public sealed record PastTask(string ActivityId, int Round, string AssigneeId, AssignmentState State, string? ClosedBy, DateTime? ClosedAtUtc, string? Verb)
{
    /// <summary>The signature that was given with the decision; null without one.</summary>
    public Guid? SignatureId { get; init; }
}

/// <summary>A decision that somebody gave.</summary>
/// <param name="Task">The task, as it ended.</param>
/// <param name="Act">What the person did and wrote.</param>
public sealed record GivenDecision(Assignment Task, TaskCommand Act);
