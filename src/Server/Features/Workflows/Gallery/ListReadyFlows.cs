using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Authoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.Gallery;

/// <summary>流程库: the ready flows, in the reader's language.</summary>
internal static class ListReadyFlows
{
    /// <param name="DefinitionId">Its id, by which it is taken.</param>
    /// <param name="Topic">What it is for, in a word.</param>
    /// <param name="Icon">Icon of its card.</param>
    /// <param name="People">Who takes part.</param>
    /// <param name="Nodes">How many activities it has.</param>
    /// <param name="Picture">The flow as an Elsa flowchart, without what only its execution needs.</param>
    public sealed record Item(string DefinitionId, string Name, string Description, string Topic, string Icon, IReadOnlyList<string> People, int Nodes, JsonObject Picture);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(WorkflowOptions options, HttpContext http, CancellationToken ct)
    {
        var isEnglish = AnswerLanguage.Of(http.Request) == ActivityTexts.English;
        return TypedResults.Ok<IReadOnlyList<Item>>([.. (await ReadyFlow.AllAsync(options, ct)).Select(flow => ItemOf(flow, isEnglish))]);
    }

    private static Item ItemOf(ReadyFlow flow, bool isEnglish)
    {
        var picture = FlowSketch.Of(flow.Definition.Root);
        return new(flow.Definition.DefinitionId, flow.Text("name", isEnglish) ?? flow.Definition.DefinitionId, flow.Text("description", isEnglish) ?? "", flow.Text("topic", isEnglish) ?? "",
            flow.Definition.Source["customProperties"]?["start"]?["icon"]?.ToString() ?? "flow", flow.People(isEnglish), picture["activities"]!.AsArray().Count, picture);
    }
}
