using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Start: does nothing; it marks where a flowchart begins.</summary>
internal sealed class PassThrough : CoreNode
{
    internal override ValueTask ExecuteAsync(Visit visit) => visit.CompleteAsync();
}

/// <summary>Elsa.End: ends its own flowchart or sequence.</summary>
internal sealed class End : CoreNode
{
    public override IReadOnlyList<string> OutcomesOf(Node node) => [];

    internal override ValueTask ExecuteAsync(Visit visit) => visit.CompleteTerminalAsync();
}

/// <summary>Elsa.Finish: ends the instance, whatever else is still going on.</summary>
internal sealed class Finish : CoreNode
{
    public override IReadOnlyList<string> OutcomesOf(Node node) => [];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Run.Instance.Raise(new ActivityCompleted(visit.Execution.Id, visit.Node.Path, [], visit.Run.NowUtc));
        await Engine.EndAsync(visit.Run, InstanceSubStatus.Finished, null);
    }
}

/// <summary>Elsa.Fault: raises an incident on purpose.</summary>
internal sealed class Fault : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit) =>
        await visit.FaultAsync(await visit.TextAsync("code") ?? "flow.fault", await visit.TextAsync("message") ?? "The flow raised a fault.");
}

/// <summary>A type that the catalogue does not have: kept and shown, and an incident only when it is reached.</summary>
internal sealed class UnknownNode(string type) : CoreNode
{
    public override IReadOnlyList<string>? OutcomesOf(Node node) => null;

    internal override ValueTask ExecuteAsync(Visit visit) =>
        visit.FaultAsync("definitions.type-unknown", $"Expected activity '{visit.Node.Id}' to be of a known type, but '{type}' is not known.");
}
