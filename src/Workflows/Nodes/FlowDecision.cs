using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.FlowDecision: leaves by True or False.</summary>
internal sealed class FlowDecision : CoreNode
{
    public override IReadOnlyList<string> OutcomesOf(Node node) => ["True", "False"];

    internal override async ValueTask ExecuteAsync(Visit visit) => await visit.CompleteAsync(await visit.FlagAsync("condition") ? "True" : "False");
}
