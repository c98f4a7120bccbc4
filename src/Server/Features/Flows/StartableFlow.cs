using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>A published flow that people start themselves. Its definition says so in the custom property <c>start</c>: <c>{"group": "考勤", "icon": "calendar", "roles": ["Employee"], "needs":
/// "OffboardingStart", "page": "offboarding"}</c>, all of which may be absent.</summary>
/// <param name="Group">Under which heading it stands.</param>
/// <param name="Icon">Icon of its card.</param>
/// <param name="Roles">Whoever holds one of these may start it; everybody where there are none.</param>
/// <param name="Needs">The permission that it takes besides; null for none.</param>
/// <param name="Page">The start page of its own that it has; null where a form of its inputs will do.</param>
/// <param name="Form">What is asked: the form of its first step, or else its inputs.</param>
/// <param name="Picture">The flow as an Elsa flowchart, without what only its execution needs.</param>
internal sealed record StartableFlow(
    string DefinitionId, string Name, string? Description, int Version, bool IsOwn, string Group, string Icon, IReadOnlyList<string> Roles, Permission? Needs, string? Page, IReadOnlyList<FormField> Form, JsonObject Picture)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Whether this person may start it. Those who manage flows may start any.</summary>
    public bool MayBeStartedBy(CurrentUser user) => Needs is { } permission ? user.Has(permission) : Roles.Count == 0 || Roles.Any(user.HasRole) || user.Has(Permission.WorkflowsManage);

    /// <summary>All that the company has published, its own before the template of its group, and that before those of all companies, whoever may start them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="company">The company.</param>
    /// <param name="definitionId">Only this one; null for all.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<List<StartableFlow>> OfAsync(AppDbContext db, Guid company, string? definitionId, CancellationToken ct)
    {
        var published = await db.DefinitionVersions.AsNoTracking()
            .Where(d => d.IsPublished && d.DeletedUtc == null && (definitionId == null || d.DefinitionId == definitionId)
                && (d.OwnerId == company || d.OwnerId == Guid.Empty || (d.IsTemplate && db.Companies.Any(c => c.Id == company && c.ParentId == d.OwnerId))))
            .Select(d => new { d.DefinitionId, d.OwnerId, d.Version, d.Json }).ToListAsync(ct);
        return [.. published.GroupBy(d => d.DefinitionId).Select(d => d.OrderByDescending(v => v.OwnerId == company).ThenBy(v => v.OwnerId == Guid.Empty).ThenByDescending(v => v.Version).First())
            .Select(d => Read(d.DefinitionId, d.Version, d.OwnerId == company, d.Json)).OfType<StartableFlow>().OrderBy(f => f.Group, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal)];
    }

    private static StartableFlow? Read(string id, int version, bool isOwn, string json)
    {
        var definition = WorkflowDefinition.Read(json);
        if (definition.Source["customProperties"]?["start"] is not JsonObject start) return null;
        var activities = (definition.Root?["activities"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return new StartableFlow(id, definition.Name, definition.Description, version, isOwn, Text(start, "group") ?? "", Text(start, "icon") ?? "flow",
            [.. (start["roles"] as JsonArray ?? []).Select(role => role?.ToString() ?? "")],
            Enum.TryParse<Permission>(Text(start, "needs"), out var needs) ? needs : null, Text(start, "page"), FormOf(definition, activities), FlowSketch.Of(definition.Root));
    }

    private static List<FormField> FormOf(WorkflowDefinition definition, List<JsonObject> activities) =>
        activities.Find(a => Text(a, "type") == "HrBpm.InitiatorForm")?["form"]?["expression"] is JsonObject { } form && Text(form, "type") == "Object" && Fields(form["value"]) is { } asked
            ? asked
            : [.. (definition.Source["inputs"] as JsonArray ?? []).OfType<JsonObject>().Where(input => Text(input, "name") is not null).Select(Field)];

    // Studio writes an object as text, designers that know better as JSON.
    private static List<FormField>? Fields(JsonNode? value)
    {
        try
        {
            return value is JsonValue text ? JsonSerializer.Deserialize<List<FormField>>(text.ToString(), Json) : value.Deserialize<List<FormField>>(Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FormField Field(JsonObject input) => new()
    {
        Key = Text(input, "name")!,
        Label = Text(input, "displayName") is { Length: > 0 } label ? label : Text(input, "name")!,
        Type = (Text(input, "type")?.Split('.', ',')[^1], Text(input, "uiHint")) switch
        {
            (_, "person") or ("Guid", _) => FormFieldType.Person,
            ("Boolean", _) => FormFieldType.Boolean,
            ("Int32" or "Int64" or "Double" or "Decimal" or "Single", _) => FormFieldType.Number,
            ("DateTime" or "DateOnly" or "DateTimeOffset", _) or (_, "date-picker") => FormFieldType.Date,
            _ => FormFieldType.Text,
        },
    };

    private static string? Text(JsonObject source, string member) => source[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
