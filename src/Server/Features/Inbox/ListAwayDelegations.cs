using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>外出委托: whom the caller has named, those that are over left out.</summary>
internal static class ListAwayDelegations
{
    /// <param name="UntilUtc">The first moment at which it does not hold any more.</param>
    /// <param name="DefinitionId">The flows that it is for; null for all.</param>
    public sealed record Item(Guid Id, NamedPerson Delegate, DateTime FromUtc, DateTime UntilUtc, string? DefinitionId);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var named = await db.AwayDelegations.AsNoTracking().Where(a => a.PersonId == user.PersonId && a.UntilUtc > nowUtc).OrderBy(a => a.FromUtc).ThenBy(a => a.Id).ToListAsync(ct);
        var names = await PersonNames.OfAsync(db, named.Select(a => (Guid?)a.DelegateId), ct);
        return TypedResults.Ok(named.ConvertAll(a => new Item(a.Id, names.Of(a.DelegateId)!, a.FromUtc, a.UntilUtc, a.DefinitionId)));
    }
}
