using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Views;

/// <summary>The views that the caller has saved, by name.</summary>
internal static class ListInboxViews
{
    internal sealed record Item(Guid Id, string Name, string List, string? DefinitionId, bool IsOverdue, Guid? ConcerningId, string? Search, string? Order);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var me = user.PersonId;
        return TypedResults.Ok(await db.InboxViews.AsNoTracking().Where(v => v.PersonId == me).OrderBy(v => v.Name)
            .Select(v => new Item(v.Id, v.Name, v.List, v.DefinitionId, v.IsOverdue, v.ConcerningId, v.Search, v.Order)).ToListAsync(ct));
    }
}
