namespace HrBpm.Workflows.Expressions;

/// <summary>What an evaluation changes in its scope, held back until it has succeeded: an expression that fails changes nothing.</summary>
internal sealed class PendingChanges(IExpressionScope scope)
{
    private readonly Dictionary<string, object?> variables = [];
    private IReadOnlyList<string>? outcomes;
    private (string? Value, bool IsSet) correlationId, instanceName;

    public bool TryGetVariable(string name, out object? value) => variables.TryGetValue(name, out value) || scope.TryGetVariable(name, out value);

    public void SetVariable(string name, object? value) => variables[name] = value;

    public void SetOutcomes(IReadOnlyList<string> names) => outcomes = names;

    public string? CorrelationId
    {
        get => correlationId.IsSet ? correlationId.Value : scope.CorrelationId;
        set => correlationId = (value, true);
    }

    public string? InstanceName
    {
        get => instanceName.IsSet ? instanceName.Value : scope.InstanceName;
        set => instanceName = (value, true);
    }

    public void Apply()
    {
        foreach (var (name, value) in variables) scope.SetVariable(name, value);
        if (correlationId.IsSet) scope.CorrelationId = correlationId.Value;
        if (instanceName.IsSet) scope.InstanceName = instanceName.Value;
        if (outcomes is not null) scope.SetOutcomes(outcomes);
    }
}
