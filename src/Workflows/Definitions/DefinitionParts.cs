using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>A place in a definition where another definition is used as an activity.</summary>
/// <param name="DefinitionId">Logical id of the other definition.</param>
/// <param name="VersionId">A certain version of it; null for the published one.</param>
public sealed record PartReference(string DefinitionId, string? VersionId)
{
    /// <summary>What tells it from others.</summary>
    public string Key => VersionId ?? DefinitionId;

    /// <summary>The reference that an activity of an unknown type holds, if it holds one.</summary>
    internal static PartReference? Of(JsonObject activity) => activity["workflowDefinitionId"] is JsonValue id && id.GetValueKind() == JsonValueKind.String && id.GetValue<string>() is { Length: > 0 } text
        ? new PartReference(text, activity.Text("workflowDefinitionVersionId") is { Length: > 0 } version ? version : null)
        : null;
}

/// <summary>The definitions that one compilation may use as activities, and what it made of them.</summary>
internal sealed class DefinitionParts(string outerId, IReadOnlyDictionary<string, StoredDefinition> found)
{
    /// <summary>Places whose definition was not given.</summary>
    public List<PartReference> Missing { get; } = [];

    /// <summary>Version ids of those that were used, by reference.</summary>
    public Dictionary<string, string> Used { get; } = [];

    /// <summary>The node for an activity that is a definition. One that would contain itself stays without.</summary>
    public PartNode NodeFor(PartReference reference, Node parent)
    {
        if (reference.DefinitionId == outerId || Outward(parent).Any(n => n.Handler is PartNode part && part.Reference.DefinitionId == reference.DefinitionId)) return new PartNode(reference, null);
        if (!found.TryGetValue(reference.Key, out var stored))
        {
            Missing.Add(reference);
            return new PartNode(reference, null);
        }

        Used[reference.Key] = stored.VersionId;
        return new PartNode(reference, WorkflowDefinition.Read(stored.Json));
    }

    /// <summary>The graph of a version with all the definitions that it uses, looked up as often as those use others in turn.</summary>
    /// <param name="graphs">Compiled graphs.</param>
    /// <param name="definitions">Where definitions are looked up.</param>
    /// <param name="stored">The version.</param>
    /// <param name="tenantId">Owner of the instance.</param>
    /// <param name="fixedParts">Version ids that a running instance is bound to; null at its start.</param>
    /// <param name="ct">Cancels.</param>
    public static async ValueTask<Graph> LoadAsync(GraphCache graphs, IDefinitionStore definitions, StoredDefinition stored, string tenantId, IReadOnlyDictionary<string, string>? fixedParts, CancellationToken ct)
    {
        var graph = graphs.For(stored);
        if (graph.MissingParts.Count == 0) return graph;
        var found = new Dictionary<string, StoredDefinition>();
        for (var hasMore = true; hasMore;)
        {
            hasMore = false;
            foreach (var reference in graph.MissingParts)
            {
                if (await FindAsync(definitions, reference, tenantId, fixedParts, ct) is not { } part) continue;
                hasMore |= found.TryAdd(reference.Key, part);
            }

            if (hasMore) graph = graphs.For(stored, found);
        }

        return graph;
    }

    /// <summary>The version that an instance of the tenant runs in the activity's place; null when there is none.</summary>
    public static async ValueTask<StoredDefinition?> FindAsync(IDefinitionStore definitions, PartReference reference, string tenantId, IReadOnlyDictionary<string, string>? fixedParts, CancellationToken ct)
    {
        if (fixedParts is not null) return fixedParts.TryGetValue(reference.Key, out var version) ? await definitions.FindVersionAsync(version, ct) : null;
        // Of a version of another system, or one that the tenant may not see, the published one takes the place.
        var published = await definitions.FindAsync(tenantId, reference.DefinitionId, null, ct);
        if (reference.VersionId is null || published?.VersionId == reference.VersionId) return published;
        var certain = await definitions.FindVersionAsync(reference.VersionId, ct);
        return certain is not null && await definitions.FindAsync(tenantId, reference.DefinitionId, certain.Version, ct) is { } visible && visible.VersionId == certain.VersionId ? certain : published;
    }

    private static IEnumerable<Node> Outward(Node node)
    {
        for (var at = node; at is not null; at = at.Parent) yield return at;
    }
}
