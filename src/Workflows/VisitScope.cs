using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>What expressions of one visit may see: the variables from the visit outward, the nearest first.</summary>
internal sealed class VisitScope(Run run, Execution execution) : IExpressionScope
{
    public DateTime NowUtc => run.NowUtc;

    public IEnumerable<VisibleVariable> Variables
    {
        get
        {
            var seen = new HashSet<string>();
            foreach (var (scope, node) in Outward())
            {
                foreach (var v in node.Variables) if (seen.Add(v.Name)) yield return new(v.Id, v.Name, v.TypeName, v.IsArray);
                foreach (var id in scope.Variables.Keys.Where(id => !id.StartsWith('$') && node.Variables.All(v => v.Id != id))) if (seen.Add(id)) yield return new(id, id, "Object", false);
            }
        }
    }

    public IReadOnlyDictionary<string, object?> Input => run.PartAround(execution) is { } part ? part.Handler.InputsOf(part.Execution) : run.Instance.Input;

    public IReadOnlyList<string> DeclaredInputs => run.PartAround(execution)?.Handler.DeclaredInputs ?? run.Graph.DeclaredInputs;

    public object? LastResult => run.Instance.LastResult;

    public IReadOnlyList<ActivityOutputName> ActivityOutputs => run.Graph.ActivityOutputs;

    public string DefinitionId => run.Instance.DefinitionId;

    public string DefinitionVersionId => run.Instance.DefinitionVersionId;

    public int DefinitionVersion => run.Instance.DefinitionVersion;

    public string InstanceId => run.Instance.Id;

    public string? CorrelationId
    {
        get => run.Instance.CorrelationId;
        set => run.Instance.Raise(new InstanceLabelled(run.Instance.Name, value));
    }

    public string? InstanceName
    {
        get => run.Instance.Name;
        set => run.Instance.Raise(new InstanceLabelled(value, run.Instance.CorrelationId));
    }

    public bool TryGetVariable(string name, out object? value)
    {
        foreach (var (scope, node) in Outward())
        {
            var id = node.Variables.FirstOrDefault(v => v.Name == name)?.Id ?? name;
            if (scope.Variables.TryGetValue(id, out value)) return true;
        }

        value = null;
        return false;
    }

    public bool TryGetVariableById(string id, out object? value)
    {
        foreach (var (scope, _) in Outward())
        {
            if (scope.Variables.TryGetValue(id, out value)) return true;
        }

        value = null;
        return false;
    }

    public void SetVariable(string name, object? value)
    {
        foreach (var (scope, node) in Outward())
        {
            var declared = node.Variables.FirstOrDefault(v => v.Name == name);
            var id = declared?.Id ?? name;
            if (!scope.Variables.ContainsKey(id)) continue;
            Write(scope, id, declared is null ? value : Values.Convert(value, declared.TypeName, declared.IsArray));
            return;
        }

        Write(run.Instance.Executions.GetValueOrDefault(execution.Owner) ?? execution, name, value);
    }

    /// <summary>Sets a variable by its id; false when no scope declares it.</summary>
    public bool TrySetById(string id, object? value)
    {
        foreach (var (scope, node) in Outward())
        {
            if (!scope.Variables.ContainsKey(id)) continue;
            var declared = node.Variables.FirstOrDefault(v => v.Id == id);
            Write(scope, id, declared is null ? value : Values.Convert(value, declared.TypeName, declared.IsArray));
            return true;
        }

        return false;
    }

    public object? GetOutputFrom(string activityIdOrName, string? outputName)
    {
        if ((InSamePart(activityIdOrName) ?? run.Graph.ByIdOrName.GetValueOrDefault(activityIdOrName)) is not { } node) return null;
        if (!run.Instance.ActivityOutputs.TryGetValue(node.Path, out var outputs)) return null;
        if (outputName is null) return outputs.Count == 1 ? outputs.Values.First() : outputs.GetValueOrDefault("result");
        return outputs.FirstOrDefault(o => string.Equals(o.Key, outputName, StringComparison.OrdinalIgnoreCase)).Value;
    }

    // Two definitions may use the same ids; inside a definition that is used as an activity, its own are meant.
    private Node? InSamePart(string idOrName) => run.PartAround(execution) is not { } part ? null
        : run.Graph.Nodes.Values.FirstOrDefault(n => (n.Id == idOrName || n.Name == idOrName) && n.Path.StartsWith(part.Execution.Node + ":", StringComparison.Ordinal));

    /// <summary>The outcomes that a script chose; empty for none.</summary>
    public IReadOnlyList<string> ChosenOutcomes { get; private set; } = [];

    public void SetOutcomes(IReadOnlyList<string> outcomes) => ChosenOutcomes = outcomes;

    private void Write(Execution scope, string id, object? value) => run.Instance.Raise(new VariableSet(scope.Id, id, Values.Copy(value)));

    private IEnumerable<(Execution Scope, Node Node)> Outward()
    {
        for (var scope = execution; scope is not null; scope = run.Instance.Executions.GetValueOrDefault(scope.Owner) ?? NearestOf(scope))
            yield return (scope, run.Graph.Nodes[scope.Node]);
    }

    // With elsaCompatibility a visit may outlive its container; it still sees the containers around that one.
    private Execution? NearestOf(Execution orphan)
    {
        for (var node = run.Graph.Nodes[orphan.Node].Parent?.Parent; node is not null; node = node.Parent)
        {
            if (run.Instance.Executions.Values.FirstOrDefault(e => e.Node == node.Path) is { } found) return found;
        }

        return null;
    }
}
