using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Activities.DryRuns;

/// <summary>What an expression sees that somebody is writing: the variables and inputs of a dry run. What it sets is forgotten.</summary>
internal sealed class DryScope(DryRun run, WorkflowDefinition definition) : IExpressionScope
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public DateTime NowUtc => run.NowUtc;

    public IEnumerable<VisibleVariable> Variables => definition.Variables.Select(variable => new VisibleVariable(variable.Id, variable.Name, variable.TypeName, variable.IsArray));

    public IReadOnlyDictionary<string, object?> Input => (IReadOnlyDictionary<string, object?>)Values.FromJson(run.Start.Input)!;

    public IReadOnlyList<string> DeclaredInputs => definition.Inputs;

    public object? LastResult => null;

    public IReadOnlyList<ActivityOutputName> ActivityOutputs => [];

    public string DefinitionId => definition.DefinitionId;

    public string DefinitionVersionId => "draft";

    public int DefinitionVersion => 1;

    public string InstanceId => "dry-run";

    public string? CorrelationId { get; set; }

    public string? InstanceName { get; set; }

    public async Task<(string? Value, string? Problem)> EvaluateAsync(ExpressionEvaluator evaluator, string syntax, string text)
    {
        try
        {
            var value = await evaluator.EvaluateAsync(new Expression(syntax, text), "Object", this, CancellationToken.None);
            return (Values.ToJson(value)?.ToJsonString(Readable) ?? "null", null);
        }
        catch (ExpressionException e)
        {
            return (null, e.Message);
        }
    }

    public bool TryGetVariable(string name, out object? value)
    {
        value = run.Path.Variables.TryGetValue(name, out var text) ? Values.FromJson(JsonNode.Parse(text)) : null;
        return definition.Variables.Any(variable => variable.Name == name);
    }

    public bool TryGetVariableById(string id, out object? value)
    {
        value = null;
        return definition.Variables.FirstOrDefault(variable => variable.Id == id) is { } found && TryGetVariable(found.Name, out value);
    }

    public void SetVariable(string name, object? value) => ArgumentNullException.ThrowIfNull(name);

    public object? GetOutputFrom(string activityIdOrName, string? outputName) => null;

    public void SetOutcomes(IReadOnlyList<string> outcomes) => ArgumentNullException.ThrowIfNull(outcomes);
}
