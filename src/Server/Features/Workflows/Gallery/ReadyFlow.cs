using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows.Gallery;

/// <summary>A ready flow of the product. Its definition says in the custom property <c>gallery</c> how it is shown: <c>{"order": 4, "topic": "考勤", "people": ["直属主管"], "en": {"name": "Leave",
/// "description": "…", "topic": "Attendance", "people": ["Direct manager"]}, "isPublished": true, "isPublishedInDemo": true}</c>.</summary>
/// <param name="Definition">The definition, as its file has it.</param>
/// <param name="Card">What its custom property says.</param>
internal sealed record ReadyFlow(WorkflowDefinition Definition, JsonObject Card)
{
    /// <summary>Name of the custom property.</summary>
    public const string Property = "gallery";

    private const string ScenarioSuffix = ".scenarios.json";

    /// <summary>All ready flows, in their order. They are files of the installation, so they are read when somebody looks.</summary>
    /// <param name="options">Where they lie.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<ReadyFlow>> AllAsync(WorkflowOptions options, CancellationToken ct)
    {
        if (!Directory.Exists(options.DefinitionsFolder)) return [];
        var found = new List<ReadyFlow>();
        foreach (var file in Directory.EnumerateFiles(options.DefinitionsFolder, "*.json", SearchOption.AllDirectories).Where(file => !file.EndsWith(ScenarioSuffix, StringComparison.Ordinal)))
            if (WorkflowDefinition.Read(await File.ReadAllTextAsync(file, ct)) is { } definition && CardOf(definition) is { } card) found.Add(new(definition, card));
        return [.. found.OrderBy(flow => flow.Number("order")).ThenBy(flow => flow.Definition.DefinitionId, StringComparer.Ordinal)];
    }

    /// <summary>What a definition says of itself for the gallery; null for one that is not in it.</summary>
    public static JsonObject? CardOf(WorkflowDefinition definition) => definition.Source["customProperties"]?[Property] as JsonObject;

    /// <summary>A text of the card in the reader's language; the definition's own where there is none.</summary>
    public string? Text(string member, bool isEnglish) => (isEnglish ? Card["en"]?[member] : null)?.ToString() ?? Card[member]?.ToString() ?? Definition.Source[member]?.ToString();

    /// <summary>Who takes part, in the reader's language.</summary>
    public IReadOnlyList<string> People(bool isEnglish) => [.. ((isEnglish ? Card["en"]?["people"] : null) ?? Card["people"] as JsonNode) is JsonArray people ? people.Select(one => one?.ToString() ?? "") : []];

    private int Number(string member) => Card[member] is JsonValue value && value.TryGetValue<int>(out var number) ? number : int.MaxValue;
}
