using HrBpm.Designer.Api;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Instances;

/// <summary>How far a flow is, for its picture: which cards are done, wait or failed, and which lines were taken.</summary>
public sealed class FlowProgress
{
    private readonly FlowGraph graph;
    private readonly ShowFlowResponse flow;
    private readonly Dictionary<string, FlowStep> steps;
    private readonly HashSet<string> ahead;
    private readonly bool isPreview;

    /// <summary>The picture of a flow that was not started yet.</summary>
    public FlowProgress(FlowGraph graph)
        : this(graph, new ShowFlowResponse { Steps = [], Waiting = [], Timeline = [], Status = InstanceStatus.Finished }) => isPreview = true;

    /// <summary>Holds the picture against what happened.</summary>
    public FlowProgress(FlowGraph graph, ShowFlowResponse flow)
    {
        (this.graph, this.flow) = (graph, flow);
        steps = flow.Steps.ToDictionary(step => step.StepId);
        ahead = flow.Status == InstanceStatus.Running ? Ahead() : [];
    }

    /// <summary>The step as it stands; null while it was not reached.</summary>
    public FlowStep? Of(string id) => steps.GetValueOrDefault(id);

    /// <summary>State of a card: now, done, err, skip or todo. What no way leads to any more is skipped.</summary>
    public string State(string id) => Of(id)?.State switch
    {
        "waiting" => "now",
        "incident" => "err",
        "done" => "done",
        "cancelled" => "skip",
        _ => isPreview ? "" : ahead.Contains(id) ? "todo" : "skip",
    };

    /// <summary>State of a line: lit, off or nothing.</summary>
    public string Line(FlowEdge edge)
    {
        if (Of(edge.From) is not { Ports.Count: > 0 } from) return State(edge.From) == "skip" ? "off" : "";
        var isTaken = edge.Port.Length == 0 || edge.Port == "Done" || from.Ports.Contains(edge.Port);
        return isTaken && (edge.To.Length == 0 || Of(edge.To) is not null) ? "lit" : isTaken ? "" : "off";
    }

    /// <summary>What people did at a step, the last one last.</summary>
    public IEnumerable<FlowMoment> Acts(string id) => flow.Timeline.Where(moment => moment.StepId == id && moment.What == "decided");

    /// <summary>Which way a condition went last; null while it has not decided.</summary>
    public ShowFlowDecision? Decision(string id) => flow.Decisions?.FirstOrDefault(decision => decision.StepId == id);

    /// <summary>Who has a step now.</summary>
    public IEnumerable<ShowFlowWait> Waits(string id) => flow.Waiting.Where(wait => wait.StepId == id);

    // From what waits along every connection, and from what is done along those that were taken.
    private HashSet<string> Ahead()
    {
        var leaving = graph.Edges.ToLookup(edge => edge.From);
        var open = new Stack<string>(steps.Values.Where(step => step.State is "waiting" or "incident").Select(step => step.StepId));
        foreach (var edge in graph.Edges.Where(edge => Of(edge.From) is { } from && (from.Ports.Contains(edge.Port) || edge.Port == "Done" && from.Ports.Count > 0))) open.Push(edge.To);
        var met = new HashSet<string>(open);
        while (open.TryPop(out var id))
        foreach (var edge in leaving[id].Where(edge => Of(id) is not { State: "done" } done || done.Ports.Contains(edge.Port)))
            if (met.Add(edge.To)) open.Push(edge.To);
        return met;
    }
}
