using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.If: runs Then or Else; its output <c>result</c> is the condition.</summary>
internal sealed class If : CoreNode
{
    public override IReadOnlyList<string> OutputsOf(Node node) => ["Result"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var holds = await visit.FlagAsync("condition");
        visit.SetOutput("result", holds);
        if (visit.Node.Ports.TryGetValue(holds ? "then" : "else", out var branch)) visit.Schedule(branch);
        else await visit.CompleteAsync();
    }
}
