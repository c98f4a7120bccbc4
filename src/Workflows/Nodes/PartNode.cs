using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>A definition used as an activity: runs inside the instance, its inputs are variables in scope, SetOutput sets its outputs, Complete picks its outcome.</summary>
/// <param name="reference">Which definition.</param>
/// <param name="definition">The definition; null when there is none, or when it would contain itself.</param>
internal sealed class PartNode(PartReference reference, WorkflowDefinition? definition) : CoreNode
{
    // Keeps inputs apart from the definition's own variables, whose ids may be anything.
    private const string InputPrefix = "in:";

    private readonly IReadOnlyList<VariableDeclaration> _inputs = definition is null ? [] : [.. ReadInputs(definition)];

    public PartReference Reference => reference;

    public WorkflowDefinition? Definition => definition;

    /// <summary>Everything that is in scope inside.</summary>
    public IReadOnlyList<VariableDeclaration> Variables => definition is null ? [] : [.. _inputs, .. definition.Variables];

    public IReadOnlyList<string> DeclaredInputs => [.. _inputs.Select(i => i.Name)];

    public override IReadOnlyList<string>? OutcomesOf(Node node) => definition is null ? null : [.. Outcomes(definition), "Done"];

    public override IReadOnlyList<string> OutputsOf(Node node) => definition?.Outputs ?? [];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (definition is null)
        {
            await visit.FaultAsync("definitions.part-missing", $"Expected a published definition '{reference.DefinitionId}' that '{visit.Node.DisplayName}' can run as an activity, but there is none, or it contains itself.");
            return;
        }

        // Evaluated first, while what the names of the inputs mean is still what they mean outside.
        var values = new List<object?>();
        foreach (var input in _inputs) values.Add(await visit.InputAsync(MemberOf(input.Name), input.IsArray ? input.TypeName + "[]" : input.TypeName));
        visit.Run.DeclareVariables(visit);
        foreach (var (input, value) in _inputs.Zip(values)) visit.Run.Instance.Raise(new VariableSet(visit.Execution.Id, input.Id, value));
        if (visit.Node.Ports.TryGetValue("root", out var root)) visit.Schedule(root);
        else await visit.CompleteAsync();
    }

    /// <summary>The inputs that this visit was given, by name.</summary>
    public IReadOnlyDictionary<string, object?> InputsOf(Execution execution) => _inputs.ToDictionary(i => i.Name, i => execution.Variables.GetValueOrDefault(i.Id));

    /// <summary>The member of the activity's JSON that holds an input or an output.</summary>
    public static string MemberOf(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static IEnumerable<VariableDeclaration> ReadInputs(WorkflowDefinition definition) =>
        from input in (definition.Source["inputs"] as JsonArray)?.OfType<JsonObject>() ?? []
        let name = input.Text("name")
        where name is not null
        select new VariableDeclaration(InputPrefix + name, name, input.Text("type") ?? "Object", input["isArray"]?.GetValueKind() == JsonValueKind.True, null);

    private static IEnumerable<string> Outcomes(WorkflowDefinition definition) =>
        (definition.Source["outcomes"] as JsonArray)?.OfType<JsonValue>().Where(o => o.GetValueKind() == JsonValueKind.String).Select(o => o.GetValue<string>()) ?? [];
}
