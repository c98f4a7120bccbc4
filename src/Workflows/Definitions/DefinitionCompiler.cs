using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Turns a definition into an immutable graph.</summary>
public sealed class DefinitionCompiler(NodeCatalog catalog)
{
    private static readonly HashSet<string> Structure =
        ["id", "nodeId", "name", "type", "version", "customProperties", "metadata", "activities", "connections", "variables", "cases", "variable"];

    /// <summary>Compiles one version.</summary>
    /// <param name="versionId">Id of the version.</param>
    /// <param name="version">Its number.</param>
    /// <param name="definition">What it says.</param>
    /// <param name="found">Definitions that it uses as activities, by <see cref="PartReference.Key"/>.</param>
    /// <exception cref="DefinitionException">An activity has no type, ids are missing or repeated in a flowchart, or a name is used that nothing stands behind.</exception>
    public Graph Compile(string versionId, int version, WorkflowDefinition definition, IReadOnlyDictionary<string, StoredDefinition>? found = null)
    {
        var parts = new DefinitionParts(definition.DefinitionId, found ?? new Dictionary<string, StoredDefinition>());
        List<DefinitionProblem> problems = [.. ImportChecks.Of(definition)];
        var workflow = new Node("Workflow1", WorkflowNode.TypeName, null, definition.Source, catalog.Workflow) { Variables = definition.Variables };
        if (definition.Root is { } root) workflow.Ports = Port("root", Build(root, workflow, "Root", problems, parts));
        if (problems.Count > 0) throw new DefinitionException(problems);
        return new Graph(versionId, version, definition, workflow) { MissingParts = [.. parts.Missing.DistinctBy(p => p.Key)], Parts = parts.Used };
    }

    private Node? Build(JsonObject source, Node parent, string fallbackId, List<DefinitionProblem> problems, DefinitionParts parts)
    {
        var id = source.Text("id") is { Length: > 0 } given ? given : fallbackId;
        if (source.Text("type") is not { Length: > 0 } type)
        {
            problems.Add(DefinitionProblem.Of("definitions.type-missing", id, ("id", id)));
            return null;
        }

        var part = !catalog.Knows(type) && PartReference.Of(source) is { } reference ? parts.NodeFor(reference, parent) : null;
        var node = new Node(id, type, parent, source, part ?? catalog.For(type));
        node.Inputs = source.Where(m => !Structure.Contains(m.Key)).Select(m => (m.Key, Input: ReadInput(m.Value))).Where(m => m.Input is not null).ToDictionary(m => m.Key, m => m.Input!);
        node.Captures = source.Where(m => (m.Value as JsonObject)?["memoryReference"] is JsonObject).ToDictionary(m => m.Key, m => ((JsonObject)m.Value!["memoryReference"]!).Text("id") ?? "");
        if (part?.Definition is { } used)
        {
            node.Variables = part.Variables;
            node.Ports = used.Root is { } root ? Port("root", Build(root, node, "Root", problems, parts)) : [];
            return node;
        }

        node.Ports = Children(source, node, problems, parts);
        node.Activities = source.List("activities") is { } list
            ? [.. list.OfType<JsonObject>().Select((child, at) => Build(child, node, $"{parent.Id}{at + 1}", problems, parts)).OfType<Node>()]
            : [];
        if (source.List("branches") is { } branches) node.Branches = [.. branches.OfType<JsonObject>().Select((child, at) => Build(child, node, $"branch{at + 1}", problems, parts)).OfType<Node>()];
        if (type == Flowchart.TypeName) Connect(node, problems);
        if (type == StateMachine.TypeName) problems.AddRange(new Machine(node).Check());
        return node;
    }

    private Dictionary<string, Node> Children(JsonObject source, Node node, List<DefinitionProblem> problems, DefinitionParts parts)
    {
        var ports = new Dictionary<string, Node>();
        foreach (var (name, value) in source.Where(m => !Structure.Contains(m.Key)))
        {
            if (value is JsonObject child && child["expression"] is null && child["type"] is not null && Build(child, node, name, problems, parts) is { } built) ports[name] = built;
        }

        foreach (var (item, at) in (source.List("cases")?.OfType<JsonObject>() ?? []).Select((item, at) => (item, at)))
        {
            if (item["activity"] is JsonObject child && Build(child, node, Switch.PortOf(at), problems, parts) is { } built) ports[Switch.PortOf(at)] = built;
        }

        foreach (var item in source.List("expectedStatusCodes")?.OfType<JsonObject>() ?? [])
        {
            if (item["activity"] is JsonObject child && item.Text("statusCode") is { } code && Build(child, node, $"status{code}", problems, parts) is { } built) ports[code] = built;
        }

        Machine.AddPorts(source, (child, fallbackId) => Build(child, node, fallbackId, problems, parts), ports);
        return ports;
    }

    private static Dictionary<string, Node> Port(string name, Node? child) => child is null ? [] : new() { [name] = child };

    // The items of a list that is no expression may hold activities, which are ports and no part of the value.
    private static object? WithoutActivity(JsonNode? item) => Values.FromJson(item) is Dictionary<string, object?> members
        ? members.Where(m => m.Key != "activity").ToDictionary(m => m.Key, m => m.Value)
        : Values.FromJson(item);

    // A bare scalar, or a list that is not one of activities, is a literal; an object needs an expression, and one without a type reads as null (as Elsa does).
    internal static NodeInput? ReadInput(JsonNode? value) => value switch
    {
        null => null,
        JsonObject { } wrapped when wrapped["expression"] is JsonObject expression => new NodeInput(wrapped.Text("typeName") ?? "Object", ReadExpression(expression)),
        JsonArray list when !list.OfType<JsonObject>().Any(item => item["type"] is not null) => new NodeInput("Object", new Expression("Literal", list.Select(WithoutActivity).ToList())),
        JsonObject or JsonArray => null,
        _ => new NodeInput("Object", new Expression("Literal", Values.FromJson(value))),
    };

    internal static Expression? ReadExpression(JsonObject expression) => expression.Text("type") is not { Length: > 0 } type
        ? null
        : new Expression(type, expression["value"] is JsonValue text && text.GetValueKind() == JsonValueKind.String ? (object)text.GetValue<string>() : expression["value"]?.DeepClone());

    private static void Connect(Node flowchart, List<DefinitionProblem> problems)
    {
        var byId = new Dictionary<string, Node>();
        foreach (var child in flowchart.Activities)
        {
            if (child.Source.Text("id") is not { Length: > 0 }) problems.Add(DefinitionProblem.Of("definitions.activity-id-missing", child.Id, ("flowchart", flowchart.Id), ("type", child.Type)));
            else if (!byId.TryAdd(child.Id, child)) problems.Add(DefinitionProblem.Of("definitions.id-repeated", child.Id, ("container", flowchart.Id), ("id", child.Id)));
        }

        var connections = new List<Connection>();
        foreach (var item in flowchart.Source.List("connections")?.OfType<JsonObject>() ?? [])
        {
            var (from, port, to) = Ends(item);
            if (from is null || to is null || !byId.TryGetValue(from, out var source) || !byId.TryGetValue(to, out var target)) continue;
            if (!connections.Any(c => c.Source == source && c.Target == target && c.Port == port)) connections.Add(new Connection(connections.Count, source, port, target));
        }

        flowchart.Connections = connections;
        flowchart.Plan = new FlowPlan(flowchart);
    }

    internal static (string? From, string? Port, string? To) Ends(JsonObject connection) => connection["source"] is JsonObject source && connection["target"] is JsonObject target
        ? (source.Text("activity"), source.Text("port"), target.Text("activity"))
        : (connection.Text("source"), connection.Text("sourcePort"), connection.Text("target"));
}
