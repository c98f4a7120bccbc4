using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>How one type of node behaves. One object serves all visits of all instances, so it keeps nothing.</summary>
public abstract class CoreNode
{
    /// <summary>Outcomes by which a node of this type can be left; null when they depend on the definition.</summary>
    public virtual IReadOnlyList<string>? OutcomesOf(Node node) => ["Done"];

    /// <summary>Names of the outputs that a node of this type has.</summary>
    public virtual IReadOnlyList<string> OutputsOf(Node node) => [];

    /// <summary>Names of the outputs that are secrets, wherever a node of this type is used.</summary>
    internal virtual IReadOnlyList<string> SecretOutputs => [];

    /// <summary>What starts instances at a node of this type, when the definition lets it.</summary>
    internal virtual ValueTask<IReadOnlyList<TriggerStimulus>> TriggersAsync(TriggerVisit visit) => ValueTask.FromResult<IReadOnlyList<TriggerStimulus>>([]);

    /// <summary>Begins a visit.</summary>
    internal abstract ValueTask ExecuteAsync(Visit visit);

    /// <summary>Goes on after a bookmark was resumed.</summary>
    internal virtual ValueTask ResumeAsync(Visit visit, Resumption resumption) => visit.CompleteAsync();

    /// <summary>A visit that this container scheduled is complete.</summary>
    internal virtual ValueTask ChildCompletedAsync(Visit visit, ChildEnd child) => visit.CompleteAsync();

    /// <summary>A child asks to go back to an earlier step of this container. True when the container did it.</summary>
    internal virtual ValueTask<bool> GoBackAsync(Visit visit, Execution from, Authoring.ActivityResult.GoneBack back) => ValueTask.FromResult(false);

    /// <summary>The visit was ended from outside, or by its own completion of other branches; withdraws what it put into the world.</summary>
    internal virtual ValueTask CanceledAsync(Visit visit) => ValueTask.CompletedTask;
}

/// <summary>How a child ended.</summary>
/// <param name="Node">The child.</param>
/// <param name="Tag">The container's own mark.</param>
/// <param name="IsBackward">Reached over a backward connection, or by a return.</param>
/// <param name="Outcomes">Explicit outcomes; empty stands for <c>Done</c>.</param>
/// <param name="IsTerminal">The child ends its container (End).</param>
internal sealed record ChildEnd(Node Node, string? Tag, bool IsBackward, IReadOnlyList<string> Outcomes, bool IsTerminal)
{
    public bool Follows(string? port) => Outcomes.Count == 0 ? port is null or "Done" : port is not null && Outcomes.Contains(port);
}
