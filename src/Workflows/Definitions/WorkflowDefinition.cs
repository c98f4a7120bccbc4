using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions;

/// <summary>An Elsa 3 definition. The JSON is kept whole, so that members which this version does not know survive a round trip.</summary>
public sealed class WorkflowDefinition
{
    // Chinese stays as it is, so that it can be read and searched in a database.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private WorkflowDefinition(JsonObject source) => Source = source;

    /// <summary>The definition's JSON as it was read.</summary>
    public JsonObject Source { get; }

    /// <summary>Logical id, shared by all versions.</summary>
    public string DefinitionId => Source.Text("definitionId") ?? "";

    /// <summary>Name.</summary>
    public string Name => Source.Text("name") ?? DefinitionId;

    /// <summary>What it is for, in the author's words.</summary>
    public string? Description => Source.Text("description");

    /// <summary>Elsa's version that wrote the definition; from 3 on, output accessors go by activity name.</summary>
    public string? ToolVersion => Source.Text("toolVersion");

    /// <summary>Accessors of outputs go by the activity's name, not by its id.</summary>
    internal bool NamesOutputs => ToolVersion is { } version && int.TryParse(version.Split('.')[0], out var major) && major >= 3;

    /// <summary>Variables of the workflow.</summary>
    public IReadOnlyList<VariableDeclaration> Variables => [.. VariableDeclaration.ReadAll(Source["variables"])];

    /// <summary>Names of the declared inputs.</summary>
    public IReadOnlyList<string> Inputs => [.. Names(Source["inputs"])];

    /// <summary>Names of the declared outputs.</summary>
    public IReadOnlyList<string> Outputs => [.. Names(Source["outputs"])];

    /// <summary>True when an incident leaves the other branches alone; else (Elsa's default) it ends the instance.</summary>
    public bool ContinuesWithIncidents => (Source["options"] as JsonObject)?.Text("incidentStrategyType")?.Contains("ContinueWithIncidents", StringComparison.Ordinal) == true;

    /// <summary>Inputs that Elsa keeps across a wait.</summary>
    internal IReadOnlyList<string> StoredInputs =>
        [.. Source["inputs"] is JsonArray items ? Names(new JsonArray([.. items.OfType<JsonObject>().Where(i => VariableDeclaration.IsDriver(i.Text("storageDriverType"))).Select(i => i.DeepClone())])) : []];

    /// <summary>Names of the inputs and outputs that hold a secret.</summary>
    public IReadOnlySet<string> SecretNames => new[] { Source["inputs"], Source["outputs"] }.OfType<JsonArray>().SelectMany(list => list.OfType<JsonObject>())
        .Where(i => VariableDeclaration.IsSecretDriver(i.Text("storageDriverType"))).Select(i => i.Text("name")).OfType<string>().ToHashSet();

    internal JsonObject? CustomProperties => Source["customProperties"] as JsonObject;

    /// <summary>Short name of the strategy that says whether a second instance may start beside a running one, for example <c>SingletonStrategy</c>; null for always.</summary>
    public string? ActivationStrategy => (Source["options"] as JsonObject)?.Text("activationStrategyType")?.Split(',')[0].Split('.')[^1].Trim();

    /// <summary>The activity that runs, or null when the definition has none.</summary>
    public JsonObject? Root => Source["root"] as JsonObject;

    /// <summary>Reads a definition.</summary>
    /// <exception cref="DefinitionException">The text is not JSON, or not an object.</exception>
    public static WorkflowDefinition Read(string json)
    {
        if (KeepableText.IndexOfOther(Encoding.UTF8.GetBytes(json)) is var at and >= 0) throw new DefinitionException([Unreadable(json, at)]);
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false }) is JsonObject source
                ? new WorkflowDefinition(source)
                : throw new DefinitionException([DefinitionProblem.Of("definitions.not-an-object", "")]);
        }
        catch (JsonException e)
        {
            throw new DefinitionException([Unreadable((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1)]);
        }
    }

    /// <summary>Writes the definition, with everything that was read.</summary>
    public string Write() => Source.ToJsonString(Readable);

    private static DefinitionProblem Unreadable(string json, int at)
    {
        var before = Encoding.UTF8.GetBytes(json).AsSpan(0, at);
        return Unreadable(before.Count((byte)'\n') + 1, at - before.LastIndexOf((byte)'\n'));
    }

    private static DefinitionProblem Unreadable(int line, int column) =>
        DefinitionProblem.Of("definitions.json", "", ("line", line), ("column", column)) with { Line = line, Column = column };

    private static IEnumerable<string> Names(JsonNode? list) => list is JsonArray items ? items.OfType<JsonObject>().Select(i => i.Text("name")).OfType<string>() : [];
}

/// <summary>A declared variable.</summary>
/// <param name="Id">Id, under which its value is stored.</param>
/// <param name="Name">Name, by which expressions find it.</param>
/// <param name="TypeName">Elsa's alias of its type.</param>
/// <param name="IsArray">True for a list of that type.</param>
/// <param name="Default">Text of the default, or null.</param>
public sealed record VariableDeclaration(string Id, string Name, string TypeName, bool IsArray, string? Default)
{
    /// <summary>Elsa keeps its value across a wait.</summary>
    internal bool IsStored { get; private init; }

    /// <summary>Its value is a secret: it is sealed wherever it is stored, and shown to few.</summary>
    public bool IsSecret { get; private init; }

    internal static bool IsSecretDriver(string? typeName) => typeName?.Split(',')[0].Trim().EndsWith("SealedStorageDriver", StringComparison.Ordinal) == true;

    internal static bool IsDriver(string? typeName) => typeName is { Length: > 0 } && !typeName.Contains("MemoryStorageDriver", StringComparison.Ordinal);

    internal static IEnumerable<VariableDeclaration> ReadAll(JsonNode? list) =>
        ((list as JsonObject)?["$values"] ?? list) is JsonArray items ? items.OfType<JsonObject>().Select(Read) : [];

    /// <summary>Its type is a plain name that is no alias, so Elsa drops the variable. The full name of a .NET type is something else.</summary>
    internal bool IsOfUnknownType { get; } = ImportChecks.IsUnknownAlias(TypeName);

    private static VariableDeclaration Read(JsonObject item)
    {
        var name = item.Text("name") ?? "";
        return new VariableDeclaration(item.Text("id") ?? name, name, item.Text("typeName") ?? "Object", item["isArray"]?.GetValueKind() == JsonValueKind.True, item.Text("value"))
        {
            IsStored = IsDriver(item.Text("storageDriverTypeName")),
            IsSecret = IsSecretDriver(item.Text("storageDriverTypeName")),
        };
    }
}

internal static class JsonReading
{
    /// <summary>A member as a list; older versions of Elsa wrapped lists in an object with <c>$values</c>.</summary>
    public static JsonArray? List(this JsonObject source, string member) => source[member] is JsonObject wrapped ? wrapped["$values"] as JsonArray : source[member] as JsonArray;

    /// <summary>A member as text; numbers and booleans as JSON writes them; null when absent.</summary>
    public static string? Text(this JsonObject source, string member) => source[member] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => other.ToJsonString(),
    };
}
