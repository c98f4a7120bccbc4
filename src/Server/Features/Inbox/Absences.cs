using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Reads who is away. What was named for one kind of flow comes before what was named for all, and the latest before earlier ones.</summary>
internal sealed class Absences(AppDbContext db) : IAbsences
{
    public async Task<Guid?> DelegateOfAsync(Guid personId, string definitionId, DateTime nowUtc, CancellationToken ct) =>
        await db.AwayDelegations.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .Where(a => a.PersonId == personId && a.FromUtc <= nowUtc && nowUtc < a.UntilUtc && (a.DefinitionId == null || a.DefinitionId == definitionId))
            .OrderBy(a => a.DefinitionId == null).ThenByDescending(a => a.MadeUtc).ThenBy(a => a.Id)
            .Select(a => (Guid?)a.DelegateId).FirstOrDefaultAsync(ct);
}
