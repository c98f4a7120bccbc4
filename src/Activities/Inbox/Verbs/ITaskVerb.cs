using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>One thing that can be done to a step's tasks. Who may, and when, is in its <see cref="TaskVerbRow"/>.</summary>
public interface ITaskVerb
{
    /// <summary>Why this command cannot be done although its row of the table would allow it; null when it can.</summary>
    Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc);

    /// <summary>Why it cannot be done with this task whatever else the command says; null when it can. Decides whether people see a button.</summary>
    Refusal? WhyNotWith(TaskSet tasks, Assignment task) => null;

    /// <summary>What the verb makes of the tasks. Only called after the table and <see cref="WhyNot"/> had nothing against it.</summary>
    TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment);
}

/// <summary>Those who may do something to a task.</summary>
[Flags]
public enum TaskActors
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>The signed-in assignee.</summary>
    Assignee = 1,

    /// <summary>The assignee, by the expiring link.</summary>
    LinkHolder = 2,

    /// <summary>The proxy that HR named.</summary>
    Proxy = 4,

    /// <summary>HR of the company.</summary>
    Hr = 8,

    /// <summary>The clock, or another flow.</summary>
    Time = 16,

    /// <summary>The signed-in person who started the flow.</summary>
    Initiator = 32,

    /// <summary>The signed-in person who handed the flow on to this step.</summary>
    Predecessor = 64,

    /// <summary>The assignee by whichever way, or the assignee's proxy.</summary>
    AssigneeOrProxy = Assignee | LinkHolder | Proxy,
}

/// <summary>One row of the table "verb: who may, when, what it does".</summary>
/// <param name="Verb">Name, for example <c>approve</c>.</param>
/// <param name="Does">What it does.</param>
/// <param name="WhoMay">Who may.</param>
/// <param name="When">States of the task in which it may be done; empty for a verb that concerns the whole step while it is undecided.</param>
/// <param name="Kinds">Kinds of step that know the verb.</param>
/// <param name="IsOffered">A step's designer chooses whether to offer it, and people see a button for it. A step that says nothing offers all of these.</param>
/// <param name="ByDelegate">Somebody who was only asked for an answer may do it too.</param>
/// <param name="LeavesTaskAs">State in which it leaves an owner's task; null for a verb that concerns the whole step.</param>
public sealed record TaskVerbRow(
    string Verb,
    ITaskVerb Does,
    TaskActors WhoMay,
    IReadOnlyList<AssignmentState> When,
    IReadOnlyList<TaskKind> Kinds,
    bool IsOffered,
    bool ByDelegate,
    AssignmentState? LeavesTaskAs)
{
    /// <summary>The verb is one of several candidates: only a step that whoever comes first decides (或签) knows it.</summary>
    public bool IsForCandidates { get; init; }
}
