using System.Text.Json.Nodes;
using HrBpm.Server.Tests.Workflows.ElsaApi;
using Microsoft.OpenApi;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Makes JSON that fits a schema, with ids of rows that exist, so that a request comes as far as it can.</summary>
/// <param name="ids">Ids by kind of row.</param>
internal sealed class RightBodies(IReadOnlyDictionary<string, string> ids)
{
    private const int Deepest = 6;

    /// <summary>A body for the operation.</summary>
    public JsonNode? Of(ApiOperation operation) => operation.Path switch
    {
        "/elsa/api/workflow-definitions" => new JsonObject { ["model"] = ElsaServer.Flow("fuzzed"), ["publish"] = true },
        "/elsa/api/workflow-definitions/import" or "/elsa/api/workflow-definitions/{definitionId}/import" => ElsaServer.Flow("fuzzed"),
        _ => Of(operation.Json!, "", 0),
    };

    /// <summary>A value for a path parameter.</summary>
    public string IdFor(string path, string name) => ids.GetValueOrDefault(KindOf(path, name), ids["person"]);

    /// <summary>Which schema counts: references and alternatives with null are looked through.</summary>
    public static IOpenApiSchema Actual(IOpenApiSchema schema) =>
        (schema.OneOf ?? schema.AnyOf)?.FirstOrDefault(s => s.Type != JsonSchemaType.Null) is { } one ? Actual(one) : schema;

    /// <summary>What a schema allows, null aside; null where it says nothing.</summary>
    public static JsonSchemaType? TypeOf(IOpenApiSchema schema) => Actual(schema).Type is { } type && (type & ~JsonSchemaType.Null) is var rest and not 0 ? rest : null;

    /// <summary>Whether null fits.</summary>
    public static bool AllowsNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || (schema.OneOf ?? schema.AnyOf)?.Any(s => s.Type == JsonSchemaType.Null) == true || Actual(schema).Type is null;

    private JsonNode? Of(IOpenApiSchema schema, string name, int depth)
    {
        schema = Actual(schema);
        if (schema.Enum is { Count: > 0 } choices) return choices.First(c => c is not null)!.DeepClone();
        return TypeOf(schema) switch
        {
            null => JsonValue.Create("etwas"),
            { } type when type.HasFlag(JsonSchemaType.Object) => ObjectOf(schema, depth),
            { } type when type.HasFlag(JsonSchemaType.Array) => depth > Deepest || schema.Items is null ? [] : new JsonArray(Of(schema.Items, name, depth + 1)),
            { } type when type.HasFlag(JsonSchemaType.Integer) => JsonValue.Create(name == "version" ? 0 : 1),
            { } type when type.HasFlag(JsonSchemaType.Number) => JsonValue.Create(1),
            { } type when type.HasFlag(JsonSchemaType.Boolean) => JsonValue.Create(true),
            _ => JsonValue.Create(TextOf(schema, name)),
        };
    }

    private JsonObject ObjectOf(IOpenApiSchema schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            if (!member.ReadOnly && (depth < Deepest || schema.Required?.Contains(name) == true)) made[name] = Of(member, name, depth + 1);
        if (schema.AdditionalProperties is { } any && made.Count == 0 && depth < Deepest) made["schlüssel"] = Of(any, "", depth + 1);
        return made;
    }

    private string TextOf(IOpenApiSchema schema, string name) => (schema.Format, name) switch
    {
        ("uuid", _) => IdFor("", name),
        ("date", _) => "2099-01-31",
        ("date-time", _) => "2099-01-31T09:00:00Z",
        _ when schema.Pattern?.Contains(':') == true => "00:01:00",
        (_, "email") => "fuzz@example.com",
        (_, "timeZoneId") => "Asia/Shanghai",
        (_, "locale") => "zh-CN",
        (_, "role") => "Auditor",
        _ when ids.ContainsKey(KindOf("", name)) => IdFor("", name),
        _ => "试",
    };

    private static string KindOf(string path, string name) => name switch
    {
        "id" when path.StartsWith("/api/people", StringComparison.Ordinal) => "person",
        "id" when path.StartsWith("/api/offboarding", StringComparison.Ordinal) => "case",
        "id" when path.StartsWith("/api/payroll", StringComparison.Ordinal) => "statement",
        "id" when path.StartsWith("/api/instances", StringComparison.Ordinal) => "instance",
        "id" when path.Contains("/workflow-definition", StringComparison.Ordinal) => "version",
        "id" when path.Contains("/bookmarks", StringComparison.Ordinal) => "bookmark",
        "id" when path.Contains("/activity-executions", StringComparison.Ordinal) => "visit",
        "id" when path.Contains("/alterations", StringComparison.Ordinal) => "plan",
        "id" or "workflowInstanceId" or "workflowInstanceIds" => "run",
        "activityInstanceId" => "visit",
        "items" => "item",
        "definitionIds" => "definition",
        "entryId" or "taskId" or "attachmentId" or "copyId" or "signatureId" or "incidentId" or "instanceId" or "definitionId" or "grantId" or "requestId" or "sessionId"
            or "passkeyId" or "clientId" or "employmentId" or "departmentId" or "branchId" or "positionId" or "importId" => name[..^2],
        "delegationId" => "away",
        _ => "person",
    };
}
