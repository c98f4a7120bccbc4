using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>The workflow itself: declares its variables, runs its root, and is complete when the root is.</summary>
internal sealed class WorkflowNode : CoreNode
{
    public const string TypeName = "Elsa.Workflow";

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Run.DeclareVariables(visit);
        if (visit.Node.Ports.TryGetValue("root", out var root)) visit.Schedule(root);
        else await visit.CompleteAsync();
    }
}
