using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>Throws a draft away.</summary>
internal static class DropStartDraft
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, CurrentUser user, CancellationToken ct) =>
        await db.StartDrafts.Where(d => d.PersonId == user.PersonId && d.DefinitionId == definitionId).ExecuteDeleteAsync(ct) == 0
            ? Problems.NotFound("start.draft.unknown", $"Expected a draft of yours for '{definitionId}', but there is none.")
            : TypedResults.NoContent();
}
