using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Companies;

/// <summary>The companies of the caller's group.</summary>
internal static class ListCompanies
{
    /// <param name="IsGroup">It is the group itself.</param>
    /// <param name="Branches">How many branches it has.</param>
    /// <param name="People">How many people it employs today, in UTC.</param>
    public sealed record Item(Guid Id, string Name, bool IsGroup, int Branches, int People);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var (group, top, today) = (user.Rights.Reaches(Permission.CompaniesManage, Reach.Group) ? user.Group : [user.CompanyId], user.Group[0], DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        return TypedResults.Ok(await db.Companies.AsNoTracking().Where(c => group.Contains(c.Id)).OrderBy(c => c.ParentId != null).ThenBy(c => c.Name).ThenBy(c => c.Id)
            .Select(c => new Item(c.Id, c.Name, c.Id == top, db.Branches.Count(b => b.CompanyId == c.Id),
                db.People.Count(p => p.CompanyId == c.Id && db.Employments.Any(e => e.PersonId == p.Id && e.From <= today && (e.Until == null || e.Until >= today))))).ToListAsync(ct));
    }
}
