using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>TypeScript declarations of what a script of a definition may use, for editors that complete and check while somebody types.</summary>
public sealed class TypeDeclarations(DefinitionCompiler compiler)
{
    private static readonly Dictionary<string, string> Signatures = new()
    {
        ["getVariable"] = "(name: string): any", ["setVariable"] = "(name: string, value: any): void", ["getInput"] = "(name: string): any",
        ["getOutputFrom"] = "(activityIdOrName: string, outputName?: string): any", ["getLastResult"] = "(): any",
        ["getWorkflowDefinitionId"] = "(): string", ["getWorkflowDefinitionVersionId"] = "(): string", ["getWorkflowDefinitionVersion"] = "(): number", ["getWorkflowInstanceId"] = "(): string",
        ["getCorrelationId"] = "(): string | null", ["setCorrelationId"] = "(value: string | null): void",
        ["getWorkflowInstanceName"] = "(): string | null", ["setWorkflowInstanceName"] = "(value: string | null): void",
        ["setOutcome"] = "(outcome: string): void", ["setOutcomes"] = "(outcomes: string[]): void",
        ["isNullOrWhiteSpace"] = "(text: string | null): boolean", ["isNullOrEmpty"] = "(text: string | null): boolean", ["toJson"] = "(value: any): string",
        ["parseGuid"] = "(text: string): string", ["newGuid"] = "(): string", ["newGuidString"] = "(): string", ["newShortGuid"] = "(): string",
        ["getGuidString"] = "(guid?: string): string", ["getShortGuid"] = "(guid?: string): string",
        ["bytesToString"] = "(bytes: number[]): string", ["bytesFromString"] = "(text: string): number[]", ["bytesToBase64"] = "(bytes: number[]): string", ["bytesFromBase64"] = "(text: string): number[]",
        ["stringToBase64"] = "(text: string): string", ["stringFromBase64"] = "(text: string): string", ["streamToBytes"] = "(stream: number[]): number[]", ["streamToBase64"] = "(stream: number[]): string",
    };

    /// <summary>The declarations for scripts of this definition.</summary>
    public string For(WorkflowDefinition definition)
    {
        var variables = VariablesOf(definition);
        var text = new StringBuilder();
        text.AppendLine("declare const variables: {");
        foreach (var variable in variables) text.AppendLine(CultureInfo.InvariantCulture, $"  {MemberOf(variable.Name)}: {TypeOf(variable.TypeName, variable.IsArray)};");
        text.AppendLine("};");
        foreach (var name in ScriptFunctions.FixedNames.Order(StringComparer.Ordinal)) Declare(text, name, Signatures.GetValueOrDefault(name, "(...values: any[]): any"));
        foreach (var variable in variables)
        {
            Declare(text, "get" + ScriptFunctions.Pascal(variable.Name), $"(): {TypeOf(variable.TypeName, variable.IsArray)}");
            Declare(text, "set" + ScriptFunctions.Pascal(variable.Name), $"(value: {TypeOf(variable.TypeName, variable.IsArray)}): void");
        }

        foreach (var (name, type) in InputsOf(definition)) Declare(text, "get" + ScriptFunctions.Pascal(name), $"(): {type}");
        foreach (var output in OutputsOf(definition)) Declare(text, $"get{ScriptFunctions.Pascal(output.OutputName)}From{ScriptFunctions.Pascal(output.ActivityName)}", "(): any");
        return text.ToString();
    }

    // A name that is no identifier can be declared by no editor; scripts reach it by getVariable and getInput.
    private static void Declare(StringBuilder text, string name, string signature)
    {
        if (IsIdentifier(name)) text.AppendLine(CultureInfo.InvariantCulture, $"declare function {name}{signature};");
    }

    private static List<VariableDeclaration> VariablesOf(WorkflowDefinition definition)
    {
        var seen = new HashSet<string>();
        return [.. definition.Variables.Concat(Nested(definition.Root)).Where(v => v.Name.Length > 0 && seen.Add(v.Name))];
    }

    private static IEnumerable<VariableDeclaration> Nested(JsonNode? node) => node switch
    {
        JsonObject item => (item["type"] is null ? [] : VariableDeclaration.ReadAll(item["variables"])).Concat(item.SelectMany(m => Nested(m.Value))),
        JsonArray list => list.SelectMany(Nested),
        _ => [],
    };

    private static IEnumerable<(string Name, string Type)> InputsOf(WorkflowDefinition definition) => definition.Source["inputs"] is JsonArray inputs
        ? inputs.OfType<JsonObject>().Where(i => i.Text("name") is { Length: > 0 }).Select(i => (i.Text("name")!, TypeOf(i.Text("type") ?? "Object", i["isArray"]?.GetValueKind() == JsonValueKind.True)))
        : [];

    private IEnumerable<ActivityOutputName> OutputsOf(WorkflowDefinition definition)
    {
        try
        {
            return compiler.Compile("", 0, definition).ActivityOutputs.DistinctBy(o => (o.ActivityName, o.OutputName));
        }
        catch (DefinitionException)
        {
            // A draft may be half done; what can be declared without its graph still is.
            return [];
        }
    }

    private static string TypeOf(string typeName, bool isArray)
    {
        var type = ValueType.Parse(typeName, isArray);
        var single = type.Kind switch
        {
            ValueKind.Text or ValueKind.Guid or ValueKind.TimeSpan => "string",
            ValueKind.Boolean => "boolean",
            ValueKind.Int16 or ValueKind.Int32 or ValueKind.Int64 or ValueKind.Single or ValueKind.Double or ValueKind.Decimal => "number",
            ValueKind.DateTime or ValueKind.DateTimeOffset => "Date",
            ValueKind.Bytes => "number[]",
            ValueKind.JsonArray => "any[]",
            ValueKind.JsonObject => "{ [member: string]: any }",
            ValueKind.TextMap => "{ [member: string]: string }",
            _ => "any",
        };
        return type.IsArray ? $"Array<{single}>" : single;
    }

    private static string MemberOf(string name) => IsIdentifier(name) ? name : JsonSerializer.Serialize(name);

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');
}
