namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>What the exploration of a flow's states brought to light.</summary>
/// <param name="Findings">What is not sound, each with the way that leads to it.</param>
/// <param name="States">How many states were explored.</param>
/// <param name="IsComplete">False when the bound was reached: then what was not found may still be there.</param>
public sealed record SoundnessReport(IReadOnlyList<SoundnessFinding> Findings, int States, bool IsComplete)
{
    /// <summary>True when every state was explored and nothing was found.</summary>
    public bool IsSound => IsComplete && Findings.Count == 0;
}

/// <summary>What can be wrong.</summary>
public enum SoundnessFindingKind
{
    /// <summary>A join waits for a branch that never comes, so that what has arrived goes no further.</summary>
    Deadlock,

    /// <summary>No way through the flow runs the activity.</summary>
    NeverRuns,

    /// <summary>The flow is ended while another branch is still under way.</summary>
    LeftWaiting,

    /// <summary>From here on, the flow goes round for ever.</summary>
    LoopWithoutExit,

    /// <summary>No transition that can be taken leads to a state of a state machine.</summary>
    StateNeverEntered,

    /// <summary>Other transitions lead from a state of a state machine, but none, in the end, to one where it is done.</summary>
    StateWithoutWayOut,

    /// <summary>An activity waits while a state machine is in no state, so that none of its triggers is heard.</summary>
    WaitsBetweenStates,
}

/// <summary>One thing that is not sound.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Node">Where.</param>
/// <param name="Path">Counter-example: the activities in the order in which they are left, with the outcomes chosen. Empty for what is never come to.</param>
/// <param name="Others">Further activities concerned: those left waiting, those of the loop, or the state machine.</param>
public sealed record SoundnessFinding(SoundnessFindingKind Kind, Node Node, IReadOnlyList<PathStep> Path, IReadOnlyList<Node> Others)
{
    /// <summary>The states that it is about, when <see cref="Node"/> is a state machine.</summary>
    public IReadOnlyList<string> States { get; init; } = [];
}

/// <summary>One step of a counter-example.</summary>
/// <param name="Node">The activity.</param>
/// <param name="Outcomes">The outcomes by which it is left; empty when there is only one way.</param>
public sealed record PathStep(Node Node, IReadOnlyList<string> Outcomes)
{
    /// <inheritdoc />
    public override string ToString() => Outcomes.Count == 0 ? Node.DisplayName : $"{Node.DisplayName} ({string.Join(", ", Outcomes)})";
}

/// <summary>Bounds of an exploration.</summary>
public sealed class SoundnessLimits
{
    /// <summary>Most states of one flowchart; default 30,000, which takes well under a second.</summary>
    [System.ComponentModel.DataAnnotations.Range(100, 10_000_000)]
    public int StatesPerFlowchart { get; set; } = 30_000;

    /// <summary>How many arrivals may pile up at one place before that way is not followed any further; default 3.</summary>
    [System.ComponentModel.DataAnnotations.Range(2, 30)]
    public int Arrivals { get; set; } = 3;
}
