using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>Published definitions that say that they may be used as activities.</summary>
internal sealed class UsableDefinitions(AppDbContext db, IDefinitionStore definitions, UsableDefinitions.Seen seen)
{
    /// <summary>Versions that this process has looked at: most are not usable, and none changes once it is published.</summary>
    internal sealed class Seen
    {
        public ConcurrentDictionary<string, NodeDescription?> ByVersionId { get; } = [];
    }

    /// <summary>Those of the company and of all companies; of two that share a name the company's own.</summary>
    public async Task<IReadOnlyList<NodeDescription>> OfAsync(Guid company, CancellationToken ct)
    {
        var versions = await db.DefinitionVersions
            .Where(d => d.IsPublished && (d.OwnerId == company || d.OwnerId == DefinitionVersion.AllCompanies))
            .OrderBy(d => d.OwnerId == company ? 0 : 1).ThenBy(d => d.DefinitionId)
            .Select(d => d.Id)
            .ToListAsync(ct);
        var found = new List<NodeDescription>();
        foreach (var version in versions)
        {
            if (!seen.ByVersionId.TryGetValue(version, out var description))
                seen.ByVersionId[version] = description = await definitions.FindVersionAsync(version, ct) is { } stored ? Describe(stored) : null;
            if (description is not null && found.TrueForAll(f => f.Type != description.Type)) found.Add(description);
        }

        return found;
    }

    private static NodeDescription? Describe(StoredDefinition stored)
    {
        var definition = WorkflowDefinition.Read(stored.Json);
        if (definition.Source["options"] is not JsonObject options || options["usableAsActivity"]?.GetValueKind() != JsonValueKind.True) return null;
        return TypeOf(definition.Name) is not { Length: > 0 } type ? null : new NodeDescription(type, Text(options, "activityCategory") ?? "Workflows")
        {
            Version = stored.Version,
            Inputs = [.. Members(definition, "inputs").Select(InputOf)],
            Outputs = [.. Members(definition, "outputs").Select(o => new OutputDescription(Text(o, "name") ?? "", TypeOf(o)) { Description = Text(o, "displayName") ?? Text(o, "name") })],
            Ports = [.. Outcomes(definition).Select(o => new PortDescription(o))],
            DisplayName = definition.Name,
            Description = Text(definition.Source, "description"),
            Definition = new UsedDefinition(stored.DefinitionId, stored.VersionId, stored.Version),
        };
    }

    private static InputDescription InputOf(JsonObject input) => new(Text(input, "name") ?? "", TypeOf(input), Text(input, "uiHint") ?? "singleline")
    {
        Category = Text(input, "category"),
        DisplayName = Text(input, "displayName") ?? Text(input, "name"),
        Description = Text(input, "description"),
    };

    private static string TypeOf(JsonObject member) => (Text(member, "type") ?? "Object") + (member["isArray"]?.GetValueKind() == JsonValueKind.True ? "[]" : "");

    // Elsa's rule: words are joined with capitals, what cannot be part of a name is dropped.
    private static string TypeOf(string name)
    {
        var type = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter)) startsWord = true;
            else
            {
                type.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
                startsWord = false;
            }
        }

        return type.ToString();
    }

    private static IEnumerable<JsonObject> Members(WorkflowDefinition definition, string member) => (definition.Source[member] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static IEnumerable<string> Outcomes(WorkflowDefinition definition) =>
        (definition.Source["outcomes"] as JsonArray)?.OfType<JsonValue>().Where(o => o.GetValueKind() == JsonValueKind.String).Select(o => o.GetValue<string>()) ?? [];

    private static string? Text(JsonObject source, string member) => source[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
