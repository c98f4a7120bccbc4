namespace HrBpm.Server.Platform;

/// <summary>Which way the conditions of a flow went, and by which values.</summary>
internal interface IDecisionFacts
{
    /// <summary>Every decision that was made in the flow so far, in order; empty when there is no such flow.</summary>
    /// <param name="instanceId">The flow.</param>
    /// <param name="sees">Whether the viewer sees a kind of data; null for somebody who sees no values at all.</param>
    /// <param name="ct">Cancels.</param>
    Task<IReadOnlyList<DecisionFact>> OfAsync(string instanceId, Func<FieldKind, bool>? sees, CancellationToken ct);
}

/// <summary>One decision.</summary>
/// <param name="Node">Node id: the path of activity ids from the root.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Outcomes">The branches that were taken.</param>
/// <param name="Values">What the conditions looked at, as it was then.</param>
internal sealed record DecisionFact(string Node, DateTime AtUtc, IReadOnlyList<string> Outcomes, IReadOnlyList<DecidingValue> Values);

/// <summary>A value that a condition looked at.</summary>
/// <param name="Name">What it is called in the flow: the last part of where it stands.</param>
/// <param name="Text">The value as text; empty for none, and <see cref="HiddenValues.Instead"/> where the viewer does not see it.</param>
/// <param name="IsCount">It is a list, of which the number of members is given.</param>
internal sealed record DecidingValue(string Name, string Text, bool IsCount);
