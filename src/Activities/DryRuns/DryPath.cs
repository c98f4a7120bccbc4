using System.Text.Json.Nodes;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Activities.DryRuns;

/// <summary>The way that a dry run has taken so far, from its events.</summary>
public sealed class DryPath
{
    private readonly List<string> visited = [];
    private readonly HashSet<string> done = [];
    private readonly HashSet<(string From, string Port)> taken = [];
    private readonly Dictionary<string, string> variables = [];
    private readonly List<string> lines = [];

    internal DryPath(IEnumerable<InstanceEvent> events, IReadOnlyDictionary<string, Node> nodes, IReadOnlyList<VariableDeclaration> declared)
    {
        var names = declared.ToDictionary(variable => variable.Id, variable => variable.Name);
        foreach (var happened in events)
        {
            switch (happened)
            {
                case ActivityStarted e when nodes.GetValueOrDefault(e.Node) is null or { IsLeaf: true }: visited.Add(StepOf(e.Node)); break;
                case ActivityCompleted e: Complete(e); break;
                case FlowRewound e: Forget(e); break;
                case VariableSet e when names.TryGetValue(e.VariableId, out var name): variables[name] = TextOf(e.Value); break;
                case LineWritten e: lines.Add(e.Text); break;
            }
        }
    }

    /// <summary>The steps in the order in which they were reached; one that was reached twice stands there twice.</summary>
    public IReadOnlyList<string> Visited => visited;

    /// <summary>The steps that are done.</summary>
    public IReadOnlySet<string> Done => done;

    /// <summary>The connections that were taken, by the step and the outcome that they leave it by.</summary>
    public IReadOnlySet<(string From, string Port)> Taken => taken;

    /// <summary>The variables of the flow, as JSON text by name.</summary>
    public IReadOnlyDictionary<string, string> Variables => variables;

    /// <summary>What the flow has written to its log.</summary>
    public IReadOnlyList<string> Lines => lines;

    internal static string StepOf(string path) => path[(path.LastIndexOf(':') + 1)..];

    private static string TextOf(object? value) => Values.ToJson(value)?.ToJsonString(Readable) ?? "null";

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private void Complete(ActivityCompleted e)
    {
        var step = StepOf(e.Node);
        done.Add(step);
        foreach (var port in e.Outcomes.Count > 0 ? e.Outcomes : ["Done"]) taken.Add((step, port));
    }

    private void Forget(FlowRewound e)
    {
        var forgotten = e.ForgottenNodes.Append(e.ToNode).Select(StepOf).ToHashSet();
        done.ExceptWith(forgotten);
        taken.RemoveWhere(line => forgotten.Contains(line.From));
    }
}
