using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>New instances run the latest version from now on.</summary>
internal static class PublishDefinition
{
    /// <param name="WorkflowDefinition">The published version.</param>
    /// <param name="AlreadyPublished">True when it was published before.</param>
    /// <param name="ConsumingWorkflowCount">How many definitions that use it were changed with it.</param>
    internal sealed record Response(JsonObject WorkflowDefinition, bool AlreadyPublished, int ConsumingWorkflowCount);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string definitionId, EditDefinitions edit, CancellationToken ct)
    {
        var published = await edit.ShowAsync((change, author, token) => change.PublishAsync(author, definitionId, token), ct);
        return published.Problem is { } problem ? problem : new ElsaAnswer<Response>(new Response(published.Definition!, published.Done!.WasAlreadySo, published.Done.UpdatedConsumers));
    }
}
