using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>What the caller has begun to fill in, the latest first.</summary>
internal static class ListStartDrafts
{
    public sealed record Item(string DefinitionId, JsonNode? Answers, DateTime UpdatedUtc);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var drafts = await db.StartDrafts.AsNoTracking().Where(d => d.PersonId == user.PersonId).OrderByDescending(d => d.UpdatedUtc).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<Item>>([.. drafts.Select(d => new Item(d.DefinitionId, JsonNode.Parse(d.Answers), d.UpdatedUtc))]);
    }
}
