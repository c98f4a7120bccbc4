using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Authoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>What a client needs to draw the editor of one input, for example the values to choose from.</summary>
internal static class ListActivityOptions
{
    /// <param name="Version">Version of the activity type.</param>
    /// <param name="Context">What the editor knows so far; the options of no activity depend on it.</param>
    internal sealed record Request(int? Version = null, JsonNode? Context = null);

    internal sealed record Answer(JsonObject Items);

    public static Results<ElsaAnswer<Answer>, ProblemHttpResult> Handle(string type, string property, Request? request, NodeDescriptions nodes)
    {
        if (!nodes.ByType.TryGetValue(type, out var node) || (request?.Version is { } version && version != node.Version))
            return Problems.NotFound("descriptors.type-unknown", $"Expected an activity type '{type}'{(request?.Version is { } v ? $" of version {v}" : "")}, but there is none.");
        if (node.Inputs.FirstOrDefault(i => string.Equals(i.Name, property, StringComparison.OrdinalIgnoreCase)) is not { } input)
            return Problems.NotFound("descriptors.input-unknown", $"Expected activity type '{type}' to have an input '{property}', but it has {string.Join(", ", node.Inputs.Select(i => i.Name))}.");
        return new ElsaAnswer<Answer>(new Answer(DescriptorMapping.SpecificationsOf(input)));
    }
}
