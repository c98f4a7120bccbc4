namespace HrBpm.Activities.Inbox;

/// <summary>What the assignee rules of one visit refer to.</summary>
/// <param name="Concerning">Person whom the case is about: base of the manager, department, role and position rules.</param>
/// <param name="Initiator">Person who started the flow.</param>
/// <param name="Field">Looks up a field of the form by name or dotted path.</param>
public sealed record AssigneeScope(Guid? Concerning, Guid? Initiator, Func<string, object?> Field);

/// <summary>What the rules found. Closed.</summary>
public abstract record AssigneeFinding
{
    private AssigneeFinding() { }

    /// <summary>These people, in order, active and without repetition; never empty.</summary>
    /// <param name="Ids">Person ids.</param>
    public sealed record People(IReadOnlyList<Guid> Ids) : AssigneeFinding
    {
        /// <summary>Weights of votes, as the rules say; 1 for the others.</summary>
        public IReadOnlyDictionary<Guid, int> Weights { get; init; } = new Dictionary<Guid, int>();
    }

    /// <summary>Nobody, and by its policy the step passes.</summary>
    public sealed record Passes : AssigneeFinding;

    /// <summary>The rules cannot be followed.</summary>
    /// <param name="Refusal">What was expected, and what there is.</param>
    public sealed record Nobody(HrBpm.Workflows.Refusal Refusal) : AssigneeFinding;
}
