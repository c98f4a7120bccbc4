using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>退回: a flowchart goes back to an earlier step. Elsa has no such verb; drawing it as a connection would make a merge behind it count a branch that was never taken.</summary>
internal static class FlowReturn
{
    public static async ValueTask<bool> TryAsync(Visit flow, Execution from, ActivityResult.GoneBack back)
    {
        if (flow.Node.Activities.FirstOrDefault(a => a.Id == back.ActivityId) is not { } target) return false;
        if (!flow.Run.Instance.Passed.ContainsKey(target.Path)) return false;
        var fromNode = flow.Run.Graph.Nodes[from.Node];
        if (back.ComesStraightBack && fromNode.Parent == flow.Node) await GoStraightAsync(flow, from, target, back.Because);
        else await WalkAgainAsync(flow, target, back.Because);
        return true;
    }

    private static async ValueTask GoStraightAsync(Visit flow, Execution from, Node target, Refusal? because)
    {
        await flow.Run.CancelAsync(from);
        flow.Schedule(target, isBackward: true, comesBackTo: from.Node, because: because);
    }

    // What lies behind the target is undone: its visits are cancelled and its counts forgotten, so that joins wait for it anew.
    // Branches beside it are left alone.
    private static async ValueTask WalkAgainAsync(Visit flow, Node target, Refusal? because)
    {
        var shape = flow.Node.Plan!.From(flow.FlowStart!);
        var behind = shape.Downstream(target);
        foreach (var child in flow.Run.ChildrenOf(flow.Execution).Where(e => behind.Contains(flow.Run.Graph.Nodes[e.Node]) || e.Node == target.Path))
            await flow.Run.CancelAsync(child);
        var connections = behind.Append(target).SelectMany(shape.Outbound).Select(c => c.Number);
        flow.Run.Instance.Raise(new FlowRewound(flow.Execution.Id, target.Path, [.. behind.Select(n => n.Path)], [.. connections]));
        flow.Schedule(target, isBackward: true, because: because);
    }
}
