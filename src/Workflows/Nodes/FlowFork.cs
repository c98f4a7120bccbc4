using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.FlowFork: leaves by all of its branches at once.</summary>
internal sealed class FlowFork : CoreNode
{
    public override IReadOnlyList<string>? OutcomesOf(Node node) => null;

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var branches = await visit.InputAsync("branches", "String[]") as IEnumerable<object?> ?? [];
        await visit.CompleteAsync([.. branches.OfType<string>()]);
    }
}
