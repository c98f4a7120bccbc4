using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Tests.Expressions;

/// <summary>A scope in memory, and one-line ways to evaluate in it.</summary>
internal sealed class TestScope : IExpressionScope
{
    public static readonly ExpressionEvaluator Shared = new(new ExpressionLimits { Time = TimeSpan.FromSeconds(5) });

    private readonly List<VisibleVariable> declared = [];

    public Dictionary<string, object?> Stored { get; } = [];
    public Dictionary<string, object?> Inputs { get; } = [];
    public List<string> Declared { get; } = [];
    public Dictionary<(string, string?), object?> Outputs { get; } = [];
    public List<string> Outcomes { get; } = [];
    public int Writes { get; private set; }

    public DateTime NowUtc { get; set; } = new(2026, 3, 31, 16, 30, 0, DateTimeKind.Utc);
    public IEnumerable<VisibleVariable> Variables => declared;
    public IReadOnlyDictionary<string, object?> Input => Inputs;
    public IReadOnlyList<string> DeclaredInputs => Declared;
    public object? LastResult { get; set; }
    public IReadOnlyList<ActivityOutputName> ActivityOutputs { get; set; } = [];
    public string DefinitionId => "help-wf";
    public string DefinitionVersionId => "help-wf-1";
    public int DefinitionVersion => 1;
    public string InstanceId => "instance-7";
    public string? CorrelationId { get; set; }
    public string? InstanceName { get; set; }

    public TestScope With(string name, object? value, string typeName = "Object")
    {
        declared.Add(new("var_" + name, name, typeName, false));
        Stored[name] = value;
        return this;
    }

    public TestScope WithInput(string name, object? value, bool isDeclared = true)
    {
        if (isDeclared) Declared.Add(name);
        Inputs[name] = value;
        return this;
    }

    public bool TryGetVariable(string name, out object? value) => Stored.TryGetValue(name, out value);

    public bool TryGetVariableById(string id, out object? value)
    {
        value = null;
        return declared.Find(each => each.Id == id) is { } found && Stored.TryGetValue(found.Name, out value);
    }

    public void SetVariable(string name, object? value)
    {
        Writes++;
        Stored[name] = value;
    }

    public object? GetOutputFrom(string activityIdOrName, string? outputName) => Outputs.GetValueOrDefault((activityIdOrName, outputName));

    public void SetOutcomes(IReadOnlyList<string> outcomes) => Outcomes.AddRange(outcomes);

    public object? JavaScript(string script, string type = "Object") => Evaluate(new("JavaScript", script), type);

    public string Liquid(string template) => (string)Evaluate(new("Liquid", template), "String")!;

    public object? Evaluate(Expression expression, string type = "Object", ExpressionEvaluator? evaluator = null)
    {
        var pending = (evaluator ?? Shared).EvaluateAsync(expression, type, this, TestContext.Current.CancellationToken);
        return pending.IsCompleted ? pending.Result : throw new InvalidOperationException("Expected expressions to be evaluated synchronously.");
    }

    public ExpressionException Failure(string script, string kind = "JavaScript", ExpressionEvaluator? evaluator = null) =>
        Should.Throw<ExpressionException>(() => Evaluate(new(kind, script), "Object", evaluator));

    public static List<object?> List(params object?[] items) => [.. items];

    public static Dictionary<string, object?> Members(params (string Name, object? Value)[] members) => members.ToDictionary(each => each.Name, each => each.Value);
}

internal static class ValueAssertions
{
    /// <summary>Equal as JSON text, the order of members included.</summary>
    public static void ShouldBeJson(this object? actual, string expected) => (Values.ToJson(actual)?.ToJsonString() ?? "null").ShouldBe(expected);
}
