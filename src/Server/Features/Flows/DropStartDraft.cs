using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>Throws a draft away, and the files that were uploaded for it.</summary>
internal static class DropStartDraft
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string definitionId, CurrentUser user, WriteAttempts writes, CancellationToken ct) =>
        await writes.RunAsync((scope, token) => DropAsync(scope, user.PersonId, definitionId, token), ct) == 0
            ? Problems.NotFound("start.draft.unknown", $"Expected a draft of yours for '{definitionId}', but there is none.")
            : TypedResults.NoContent();

    private static async Task<int> DropAsync(IServiceProvider scope, Guid personId, string definitionId, CancellationToken ct)
    {
        await scope.GetRequiredService<IStartFiles>().DropAsync(personId, definitionId, ct);
        return await scope.GetRequiredService<AppDbContext>().StartDrafts.Where(d => d.PersonId == personId && d.DefinitionId == definitionId).ExecuteDeleteAsync(ct);
    }
}
