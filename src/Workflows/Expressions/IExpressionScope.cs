namespace HrBpm.Workflows.Expressions;

/// <summary>What an expression may see of the visit that it is evaluated for, and what it may change.</summary>
public interface IExpressionScope
{
    /// <summary>The moment of the run, UTC: what <c>new Date()</c> and Liquid's <c>now</c> give, so that an expression follows the clock of the run.</summary>
    DateTime NowUtc { get; }

    /// <summary>The variables in scope, nearest first; names are unique.</summary>
    IEnumerable<VisibleVariable> Variables { get; }

    /// <summary>Reads the nearest variable of that name.</summary>
    bool TryGetVariable(string name, out object? value);

    /// <summary>Reads the variable with that id.</summary>
    bool TryGetVariableById(string id, out object? value);

    /// <summary>Sets the nearest variable of that name, or a new one in the nearest container when there is none.</summary>
    void SetVariable(string name, object? value);

    /// <summary>Inputs of the workflow, or of the workflow that is used as an activity.</summary>
    IReadOnlyDictionary<string, object?> Input { get; }

    /// <summary>Names of the inputs that the definition declares.</summary>
    IReadOnlyList<string> DeclaredInputs { get; }

    /// <summary>Output of an activity that has run, by its id or name; the only (or <c>Result</c>) output when <paramref name="outputName"/> is null; null when there is none.</summary>
    object? GetOutputFrom(string activityIdOrName, string? outputName);

    /// <summary>The result of the activity that completed last.</summary>
    object? LastResult { get; }

    /// <summary>The outputs that activities of the definition have, for the accessors <c>get[Output]From[Name]()</c>.</summary>
    IReadOnlyList<ActivityOutputName> ActivityOutputs { get; }

    /// <summary>Logical id of the definition.</summary>
    string DefinitionId { get; }

    /// <summary>Id of the definition's version.</summary>
    string DefinitionVersionId { get; }

    /// <summary>Version number of the definition.</summary>
    int DefinitionVersion { get; }

    /// <summary>Id of the workflow instance.</summary>
    string InstanceId { get; }

    /// <summary>Correlation id of the instance.</summary>
    string? CorrelationId { get; set; }

    /// <summary>Name of the instance.</summary>
    string? InstanceName { get; set; }

    /// <summary>Chooses the outcomes of the activity. Only RunJavaScript supports it; other scopes ignore it.</summary>
    void SetOutcomes(IReadOnlyList<string> outcomes);
}

/// <summary>A variable in scope.</summary>
/// <param name="Id">The variable's id in the definition.</param>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Elsa's alias of its type, for example <c>Int32</c>.</param>
/// <param name="IsArray">True when the variable holds a list of that type.</param>
public sealed record VisibleVariable(string Id, string Name, string TypeName, bool IsArray);

/// <summary>An output that an activity of the definition has.</summary>
/// <param name="ActivityId">The activity's id.</param>
/// <param name="ActivityName">The name that accessors use: the activity's name, or its id for definitions made before Elsa 3.</param>
/// <param name="OutputName">Name of the output, for example <c>Result</c>.</param>
public sealed record ActivityOutputName(string ActivityId, string ActivityName, string OutputName);
