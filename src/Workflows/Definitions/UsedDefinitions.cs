using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Finds a definition that another one uses as an activity, as far as it is known; null when it is not.</summary>
public delegate StoredDefinition? FindDefinition(PartReference reference);

/// <summary>The definitions that a definition uses as activities, and those that these use in turn.</summary>
public static class UsedDefinitions
{
    /// <summary>Looks all of them up as an instance would that starts now.</summary>
    /// <param name="definitions">Where definitions are looked up.</param>
    /// <param name="tenantId">Owner of the instances: the company's id; empty for the product's own.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<FindDefinition> LoadAsync(IDefinitionStore definitions, string tenantId, WorkflowDefinition definition, CancellationToken ct)
    {
        var found = new Dictionary<string, StoredDefinition?>();
        var todo = new Queue<PartReference>(In(definition));
        while (todo.TryDequeue(out var reference))
        {
            if (found.ContainsKey(reference.Key)) continue;
            var used = found[reference.Key] = await DefinitionParts.FindAsync(definitions, reference, tenantId, null, ct);
            if (used is null) continue;
            foreach (var further in In(WorkflowDefinition.Read(used.Json))) todo.Enqueue(further);
        }

        return reference => found.GetValueOrDefault(reference.Key);
    }

    /// <summary>The references that a definition holds itself.</summary>
    internal static IEnumerable<PartReference> In(WorkflowDefinition definition) => In(definition.Root);

    private static IEnumerable<PartReference> In(JsonNode? source) => source switch
    {
        JsonObject activity => activity.SelectMany(m => In(m.Value)).Concat(HeldBy(activity) is { } used ? [used] : []),
        JsonArray list => list.SelectMany(In),
        _ => [],
    };

    // The core activities that start other workflows have an input of that name, which may be a bare text too.
    private static PartReference? HeldBy(JsonObject activity) =>
        activity.Text("type")?.StartsWith("Elsa.", StringComparison.Ordinal) == false ? PartReference.Of(activity) : null;
}
