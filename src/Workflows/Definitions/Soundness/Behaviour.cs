namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>The ways in which a visit can end.</summary>
[Flags]
internal enum WaysOut
{
    None = 0,

    /// <summary>It completes, and its container goes on.</summary>
    Completes = 1,

    /// <summary>It completes after a Break: sequences on the way stop, and the loop ends.</summary>
    Breaks = 2,

    /// <summary>It ends its container (End).</summary>
    Ends = 4,

    /// <summary>It ends the workflow, or the workflow that is used as an activity (Complete).</summary>
    Leaves = 8,

    /// <summary>It ends the instance (Finish).</summary>
    Finishes = 16,

    /// <summary>It ends the instance as faulted, on purpose (Fault).</summary>
    Faults = 32,

    /// <summary>Everything after which nothing else in the container runs.</summary>
    Kills = Ends | Leaves | Finishes | Faults,
}

/// <summary>What the rest of a flow has to know of an activity: a container is explored once and then stands for all of its inside.</summary>
/// <param name="Ways">How a visit can end.</param>
/// <param name="Waits">True when a visit can last, so that other branches move meanwhile.</param>
internal sealed record Behaviour(WaysOut Ways, bool Waits);
