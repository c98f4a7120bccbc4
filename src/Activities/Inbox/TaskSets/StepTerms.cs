using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>What happens when a step is late.</summary>
public enum Escalation
{
    /// <summary>Managers get the tasks as well: either of the two can decide.</summary>
    Share,

    /// <summary>Managers are told; the tasks stay with those who have them.</summary>
    Inform,
}

/// <summary>What holds for a step whoever has its tasks.</summary>
public sealed record StepTerms
{
    /// <summary>票签: how much of the whole weight has to agree, in percent; 1 to 100.</summary>
    public int VoteThreshold { get; init; } = 51;

    /// <summary>催办: how long after one urging the next is possible.</summary>
    public TimeSpan UrgeEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>批量审批: the step may be decided together with others, unread.</summary>
    public bool AllowsBulk { get; init; }

    /// <summary>A late step only informs managers: nobody signs in another person's place.</summary>
    public bool EscalationInforms { get; init; }

    /// <summary>Who started the flow; may urge, and withdraw while nobody has acted.</summary>
    public string? Initiator { get; init; }

    /// <summary>Who handed the flow on to this step; may take it back while nobody has acted.</summary>
    public IReadOnlyList<string> HandedOnBy { get; init; } = [];

    /// <summary>Ids of the steps to which it can be returned; every earlier one when empty.</summary>
    public IReadOnlyList<string> ReturnTargets { get; init; } = [];

    /// <summary>Those of the earlier steps to which it can be returned, newest last.</summary>
    public IReadOnlyList<EarlierStep> Returnable(IReadOnlyList<EarlierStep> earlierSteps) =>
        ReturnTargets.Count == 0 ? earlierSteps : [.. earlierSteps.Where(step => ReturnTargets.Contains(step.ActivityId))];
}
