using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>New instances do not run the company's version any more.</summary>
internal static class RetractDefinition
{
    public static async Task<Results<ElsaAnswer<JsonObject>, ProblemHttpResult>> HandleAsync(string definitionId, EditDefinitions edit, CancellationToken ct)
    {
        var retracted = await edit.ShowAsync((change, author, token) => change.RetractAsync(author, definitionId, token), ct);
        return retracted.Problem is { } problem ? problem : new ElsaAnswer<JsonObject>(retracted.Definition!);
    }
}
