using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>What the expressions of a trigger may see: the definition, and its variables as they start. There is no instance yet, so nothing can be changed.</summary>
internal sealed class TriggerScope(Node node, Graph graph, DateTime nowUtc) : IExpressionScope
{
    private readonly List<VariableDeclaration> _variables = [.. Outward(node).SelectMany(n => n.Variables)];

    public DateTime NowUtc => nowUtc;

    public IEnumerable<VisibleVariable> Variables => _variables.DistinctBy(v => v.Name).Select(v => new VisibleVariable(v.Id, v.Name, v.TypeName, v.IsArray));

    public IReadOnlyDictionary<string, object?> Input { get; } = new Dictionary<string, object?>();

    public IReadOnlyList<string> DeclaredInputs => graph.DeclaredInputs;

    public object? LastResult => null;

    public IReadOnlyList<ActivityOutputName> ActivityOutputs => graph.ActivityOutputs;

    public string DefinitionId => graph.Definition.DefinitionId;

    public string DefinitionVersionId => graph.VersionId;

    public int DefinitionVersion => graph.Version;

    public string InstanceId => "";

    public string? CorrelationId
    {
        get => null;
        set { }
    }

    public string? InstanceName
    {
        get => null;
        set { }
    }

    public bool TryGetVariable(string name, out object? value) => TryGet(_variables.Find(v => v.Name == name), out value);

    public bool TryGetVariableById(string id, out object? value) => TryGet(_variables.Find(v => v.Id == id), out value);

    public void SetVariable(string name, object? value) { }

    public object? GetOutputFrom(string activityIdOrName, string? outputName) => null;

    public void SetOutcomes(IReadOnlyList<string> outcomes) { }

    private static bool TryGet(VariableDeclaration? declared, out object? value)
    {
        value = declared is null ? null : Values.Default(declared.TypeName, declared.IsArray, declared.Default, out _);
        return declared is not null;
    }

    private static IEnumerable<Node> Outward(Node node)
    {
        for (var at = node; at is not null; at = at.Parent) yield return at;
    }
}
