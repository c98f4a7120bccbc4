namespace HrBpm.Activities.Evidence;

/// <summary>What happened in a flow, told for people.</summary>
public interface ITimeline
{
    /// <summary>Everything that happened in the flow, in order; empty when there is no such flow.</summary>
    Task<IReadOnlyList<TimelineEntry>> OfAsync(string instanceId, CancellationToken ct);
}

/// <summary>One thing that happened.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Actor">Who: a person's id; empty for time and jobs.</param>
/// <param name="ActorName">That person's name; null when it was not a person.</param>
/// <param name="What">What happened, for example <c>completed</c>.</param>
/// <param name="Node">Node id; null when it concerns the whole flow.</param>
/// <param name="Activity">The activity's name.</param>
/// <param name="Outcome">Outcome, kind of wait, or code of an incident.</param>
/// <param name="Detail">A sentence, where there is one.</param>
public sealed record TimelineEntry(DateTime AtUtc, string Actor, string? ActorName, string What, string? Node, string? Activity, string? Outcome, string? Detail);
