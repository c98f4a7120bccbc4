namespace HrBpm.Activities.Inbox;

/// <summary>Whom a step asks, and whom it tells.</summary>
/// <param name="Asked">Those who get the tasks, in order.</param>
internal sealed record StepPeople(IReadOnlyList<Guid> Asked)
{
    /// <summary>票签: weights of votes by person id; 1 for the others.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();

    /// <summary>Those who get a copy when the step opens.</summary>
    public IReadOnlyList<Guid> Copies { get; init; } = [];

    /// <summary>What happens with those who have agreed before.</summary>
    public Duplicates Duplicates { get; init; }
}
