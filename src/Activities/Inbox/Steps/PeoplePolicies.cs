using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>审批人与发起人相同策略: what happens when the rules find the person who started the flow.</summary>
public enum WhenInitiator
{
    /// <summary>They approve it themselves.</summary>
    Self,

    /// <summary>They are left out; a step that has nobody else passes by itself.</summary>
    Skip,

    /// <summary>Their nearest active manager is asked instead.</summary>
    Manager,

    /// <summary>A named person is asked instead.</summary>
    Person,
}

/// <summary>重复审批人去重: what happens when the rules find somebody who has agreed to the same flow before.</summary>
public enum Duplicates
{
    /// <summary>They are asked again.</summary>
    Ask,

    /// <summary>They agree by themselves when they agreed at the step just before.</summary>
    Consecutive,

    /// <summary>They agree by themselves when they agreed at any step before.</summary>
    WholeFlow,
}

/// <summary>Turns the people whom the rules found into those whom the step asks.</summary>
internal sealed class PeoplePolicies(AssigneeRules rules, IOrg org)
{
    /// <summary>The people, with the initiator dealt with. Empty when the initiator was the only one and is left out.</summary>
    public async Task<IReadOnlyList<Guid>> WithoutInitiatorAsync(IReadOnlyList<Guid> people, WhenInitiator policy, Guid? person, AssigneeScope scope, CancellationToken ct)
    {
        if (scope.Initiator is not { } initiator || policy == WhenInitiator.Self || !people.Contains(initiator)) return people;
        if (policy == WhenInitiator.Skip) return [.. people.Where(id => id != initiator)];
        var other = policy == WhenInitiator.Manager ? await rules.NearestActiveManagerAsync(initiator, ct) : person;
        // Where there is nobody to ask instead, the initiator is: a step must not pass unseen because of a wrong setting.
        if (other is null || other == scope.Concerning || await org.FindAsync(other.Value, ct) is not { IsActive: true }) return people;
        return [.. people.Select(id => id == initiator ? other.Value : id).Distinct()];
    }

    /// <summary>Those who agree by themselves.</summary>
    public static IReadOnlySet<string> AgreedBefore(Duplicates policy, FlowPast past, IReadOnlyList<EarlierStep> earlierSteps)
    {
        var steps = earlierSteps.Where(step => !step.IsInitiatorForm).Select(step => step.ActivityId);
        return policy switch
        {
            Duplicates.Ask => new HashSet<string>(),
            Duplicates.Consecutive => steps.TakeLast(1).SelectMany(past.ApproversOf).ToHashSet(),
            _ => steps.SelectMany(past.ApproversOf).ToHashSet(),
        };
    }
}
