using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Deletes a definition of the company's own with all its versions.</summary>
internal static class DeleteDefinition
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string definitionId, WriteAttempts writes, CurrentUser user, CancellationToken ct)
    {
        var author = DefinitionAuthor.Of(user);
        var refusal = await writes.RunAsync((services, token) => services.GetRequiredService<DeleteDefinitions>().DeleteAsync(author, definitionId, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }
}
