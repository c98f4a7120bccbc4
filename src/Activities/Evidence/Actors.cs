using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Evidence;

/// <summary>Names whoever acts, for the record.</summary>
internal static class Actors
{
    /// <summary>The person who made the run go, or <c>flow</c> when time or a job did.</summary>
    public static string ActorOrFlow(this ActivityContext context) => context.Actor.Length > 0 ? context.Actor : "flow";
}
