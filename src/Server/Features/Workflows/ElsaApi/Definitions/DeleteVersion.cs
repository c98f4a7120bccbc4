using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Deletes one version of a definition of the company's own.</summary>
internal static class DeleteVersion
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string id, WriteAttempts writes, CurrentUser user, CancellationToken ct)
    {
        var author = DefinitionAuthor.Of(user);
        var refusal = await writes.RunAsync((services, token) => services.GetRequiredService<DeleteDefinitions>().DeleteVersionAsync(author, id, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }
}
