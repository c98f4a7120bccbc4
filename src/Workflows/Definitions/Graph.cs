using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions;

/// <summary>A compiled definition: immutable, shared by all instances of its version.</summary>
public sealed class Graph
{
    internal Graph(string versionId, int version, WorkflowDefinition definition, Node root)
    {
        VersionId = versionId;
        Version = version;
        Definition = definition;
        Root = root;
        Nodes = root.Subtree().ToDictionary(n => n.Path);
        DeclaredInputs = definition.Inputs;
        DeclaredOutputs = definition.Outputs.ToHashSet();
        ContinuesWithIncidents = definition.ContinuesWithIncidents;
        SecretNames = definition.SecretNames.Concat(Nodes.Values.SelectMany(n => n.Variables).Where(v => v.IsSecret).Select(v => v.Name))
            .Concat(Nodes.Values.SelectMany(n => n.Handler.SecretOutputs)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var namesByActivity = Nodes.Values.Where(n => n.Parent is not null).ToLookup(n => n.Id);
        ActivityOutputs = [.. Nodes.Values.SelectMany(n => n.Handler.OutputsOf(n).Select(o => new ActivityOutputName(n.Id, (definition.NamesOutputs ? n.Name : null) ?? n.Id, o)))];
        // Of two activities with the same id, the outer one is meant: an inner one may belong to another definition.
        ByIdOrName = namesByActivity.ToDictionary(g => g.Key, g => g.MinBy(n => n.Path.Count(c => c == ':'))!);
        foreach (var node in Nodes.Values.Where(n => n.Name is not null)) ByIdOrName.TryAdd(node.Name!, node);
    }

    /// <summary>Id of the version.</summary>
    public string VersionId { get; }

    /// <summary>Version number.</summary>
    public int Version { get; }

    /// <summary>The definition.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The workflow itself, whose only child is the definition's root.</summary>
    public Node Root { get; }

    /// <summary>All nodes, by path.</summary>
    public IReadOnlyDictionary<string, Node> Nodes { get; }

    /// <summary>Names of what holds a secret: variables, inputs and outputs of the definition and of those that it uses as activities, and outputs of activities that say so. An instance of a definition that has any is confidential.</summary>
    public IReadOnlySet<string> SecretNames { get; }

    /// <summary>Definitions that it uses as activities, and that it was compiled without.</summary>
    public IReadOnlyList<PartReference> MissingParts { get; internal init; } = [];

    /// <summary>Version ids of the definitions that it uses as activities, by <see cref="PartReference.Key"/>.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; internal init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> DeclaredInputs { get; }

    internal IReadOnlySet<string> DeclaredOutputs { get; }

    internal bool ContinuesWithIncidents { get; }

    internal IReadOnlyList<ActivityOutputName> ActivityOutputs { get; }

    internal Dictionary<string, Node> ByIdOrName { get; }
}

/// <summary>One activity of a compiled definition.</summary>
public sealed class Node
{
    internal Node(string id, string type, Node? parent, JsonObject source, Nodes.CoreNode handler)
    {
        Id = id;
        Type = type;
        Parent = parent;
        Source = source;
        Handler = handler;
        Path = parent is null ? id : parent.PathOf(id);
        Name = source.Text("name");
        DisplayName = (source["metadata"] as JsonObject)?.Text("displayText") ?? Name ?? id;
        var properties = source["customProperties"] as JsonObject;
        CanStartWorkflow = properties?.Text("canStartWorkflow") == "true";
        RunsAsynchronously = properties?.Text("runAsynchronously") == "true";
        Variables = parent is null ? [] : [.. VariableDeclaration.ReadAll(source["variables"])];
    }

    private readonly HashSet<string> _childPaths = [];

    // Elsa allows an id twice in one sequence; paths tell the two apart all the same.
    private string PathOf(string childId)
    {
        var path = $"{Path}:{childId}";
        for (var number = 2; !_childPaths.Add(path); number++) path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}:{childId}#{number}");
        return path;
    }

    /// <summary>Id in the definition.</summary>
    public string Id { get; }

    /// <summary>Path of ids from the workflow to here, joined by colons (Elsa's node id).</summary>
    public string Path { get; }

    /// <summary>Activity type.</summary>
    public string Type { get; }

    /// <summary>Name, by which expressions find its outputs.</summary>
    public string? Name { get; }

    /// <summary>What people read.</summary>
    public string DisplayName { get; }

    /// <summary>The container.</summary>
    public Node? Parent { get; }

    /// <summary>The definition lets it start instances.</summary>
    public bool CanStartWorkflow { get; }

    /// <summary>The definition lets it run in the background, in a run of its own.</summary>
    public bool RunsAsynchronously { get; }

    /// <summary>The activity's JSON.</summary>
    public JsonObject Source { get; }

    /// <summary>Variables that the node declares.</summary>
    public IReadOnlyList<VariableDeclaration> Variables { get; internal set; }

    /// <summary>Inputs, by name.</summary>
    public IReadOnlyDictionary<string, NodeInput> Inputs { get; internal set; } = new Dictionary<string, NodeInput>();

    /// <summary>Variables (by id) or workflow outputs (by name) that capture outputs, by output name.</summary>
    public IReadOnlyDictionary<string, string> Captures { get; internal set; } = new Dictionary<string, string>();

    /// <summary>Children of a container, in order.</summary>
    public IReadOnlyList<Node> Activities { get; internal set; } = [];

    /// <summary>Branches of a Fork, in order.</summary>
    public IReadOnlyList<Node> Branches { get; internal set; } = [];

    /// <summary>Single children, by port.</summary>
    public IReadOnlyDictionary<string, Node> Ports { get; internal set; } = new Dictionary<string, Node>();

    /// <summary>Connections of a flowchart; equal ones count once, dangling ones are dropped.</summary>
    public IReadOnlyList<Connection> Connections { get; internal set; } = [];

    /// <summary>True when nothing can run below it.</summary>
    public bool IsLeaf => Activities.Count == 0 && Branches.Count == 0 && Ports.Count == 0;

    internal Nodes.CoreNode Handler { get; }

    /// <summary>The definition that runs in the activity's place, when it is a workflow used as an activity.</summary>
    internal PartReference? UsedWorkflow => (Handler as Nodes.PartNode)?.Reference;

    /// <summary>True when the node belongs to a definition that this one uses as an activity.</summary>
    internal bool IsInsidePart => Parent is { } parent && (parent.UsedWorkflow is not null || parent.IsInsidePart);

    internal FlowPlan? Plan { get; set; }

    /// <summary>True when a connection leaves the node by one of these outcomes.</summary>
    internal bool HasWayOut(IReadOnlyList<string> outcomes) => Parent?.Connections.Any(c => c.Source == this && c.Port is not null && outcomes.Contains(c.Port)) == true;

    /// <summary>The node and everything below it.</summary>
    public IEnumerable<Node> Subtree() => Activities.Concat(Branches).Concat(Ports.Values).SelectMany(c => c.Subtree()).Prepend(this);
}

/// <summary>An input of an activity.</summary>
/// <param name="TypeName">Elsa's alias of its type.</param>
/// <param name="Expression">What gives its value; null reads as null.</param>
public sealed record NodeInput(string TypeName, Expression? Expression);

/// <summary>A connection of a flowchart.</summary>
/// <param name="Number">Position in the flowchart's list.</param>
/// <param name="Source">From.</param>
/// <param name="Port">Outcome of the source; null matches a completion without explicit outcomes.</param>
/// <param name="Target">To.</param>
public sealed record Connection(int Number, Node Source, string? Port, Node Target);
