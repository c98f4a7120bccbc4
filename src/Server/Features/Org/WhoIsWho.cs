using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Answers who is who from the tables.</summary>
internal sealed class WhoIsWho(AppDbContext db, TimeProvider clock) : IOrg
{
    public async Task<Person?> FindAsync(Guid personId, CancellationToken ct)
    {
        if (await StandingOfAsync(personId, ct) is not { } standing) return null;
        var person = standing.Person;
        return new Person(person.Id, person.CompanyId, person.Name, person.EmployeeNumber, person.UserName, person.Email, person.WeComUserId,
            standing.Department.Name, standing.Position.Name, standing.Branch.TimeZoneId, standing.IsActive) { Locale = standing.Locale };
    }

    public async Task<Guid?> DirectManagerOfAsync(Guid personId, CancellationToken ct) =>
        await ManagerChainOfAsync(personId, levels: 1, ct) is [var manager, ..] ? manager : null;

    public async Task<IReadOnlyList<Guid>> ManagerChainOfAsync(Guid personId, int levels, CancellationToken ct)
    {
        var chain = new List<Guid>();
        var seen = new HashSet<Guid> { personId };
        var at = await StandingOfAsync(personId, ct);
        while (chain.Count < levels && at?.Employment.ManagerId is { } manager && seen.Add(manager))
        {
            at = await StandingOfAsync(manager, ct);
            if (at is { IsActive: true }) chain.Add(manager);
        }
        return chain;
    }

    public async Task<Guid?> DepartmentHeadOfAsync(Guid personId, CancellationToken ct)
    {
        var department = (await StandingOfAsync(personId, ct))?.Department;
        while (department is not null)
        {
            if (department.HeadId is { } head && head != personId && await StandingOfAsync(head, ct) is { IsActive: true }) return head;
            department = await db.Departments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(d => d.Id == department.ParentId, ct);
        }
        return null;
    }

    public async Task<Guid?> DottedLineManagerOfAsync(Guid personId, CancellationToken ct) => await NamedAsync(personId, e => e.DottedLineManagerId, ct);

    public async Task<Guid?> HrBpOfAsync(Guid personId, CancellationToken ct) => await NamedAsync(personId, e => e.HrBpId, ct);

    public async Task<IReadOnlyList<Guid>> HoldersOfRoleAsync(string role, Guid nearPersonId, CancellationToken ct)
    {
        if (await StandingOfAsync(nearPersonId, ct) is not { } near) return [];
        var companies = await CompanyGroup.OfAsync(db, near.Person.CompanyId, ct);
        var grants = await db.RoleGrants.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            .Where(g => g.Role == role && g.RevokedUtc == null && companies.Contains(g.CompanyId)).ToListAsync(ct);
        var holders = await ActiveAsync([.. grants.Select(g => g.PersonId)], ct);
        // A role that is held for one branch only says nothing about any other.
        return Nearest(
            from grant in grants
            join holder in holders on grant.PersonId equals holder.Person.Id
            where grant.Covers(holder.Branch.DayOf(clock.GetUtcNow().UtcDateTime)) && (grant.BranchId is null || grant.BranchId == near.Branch.Id)
            select (holder, Distance(grant.CompanyId, grant.BranchId ?? holder.Branch.Id, near)));
    }

    public async Task<IReadOnlyList<Guid>> HoldersOfPositionAsync(string position, Guid nearPersonId, CancellationToken ct)
    {
        if (await StandingOfAsync(nearPersonId, ct) is not { } near) return [];
        var companies = await CompanyGroup.OfAsync(db, near.Person.CompanyId, ct);
        var candidates = await db.Employments.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .Where(e => companies.Contains(e.CompanyId) && db.Positions.Any(p => p.Id == e.PositionId && p.Name == position))
            .Select(e => e.PersonId).Distinct().ToListAsync(ct);
        var holders = await ActiveAsync(candidates, ct);
        return Nearest(holders.Where(h => h.Position.Name == position).Select(h => (h, Distance(h.Person.CompanyId, h.Branch.Id, near))));
    }

    private static int Distance(Guid companyId, Guid branchId, Standing near) => branchId == near.Branch.Id ? 0 : companyId == near.Person.CompanyId ? 1 : 2;

    private static List<Guid> Nearest(IEnumerable<(Standing Holder, int Distance)> holders) =>
        holders.GroupBy(h => h.Distance).OrderBy(g => g.Key).Select(g => g.Select(h => h.Holder.Person)).FirstOrDefault([])
            .OrderBy(p => p.EmployeeNumber, StringComparer.Ordinal).Select(p => p.Id).Distinct().ToList();

    // Somebody who is named and has left is nobody: nobody stands above a partner, as somebody does above a manager.
    private async Task<Guid?> NamedAsync(Guid personId, Func<Employment, Guid?> name, CancellationToken ct) =>
        await StandingOfAsync(personId, ct) is { } at && name(at.Employment) is { } named && await StandingOfAsync(named, ct) is { IsActive: true } ? named : null;

    private async Task<Standing?> StandingOfAsync(Guid personId, CancellationToken ct) =>
        (await Standing.OfAsync(db, [personId], clock.GetUtcNow().UtcDateTime, ct)).GetValueOrDefault(personId);

    private async Task<IReadOnlyList<Standing>> ActiveAsync(IReadOnlyCollection<Guid> people, CancellationToken ct) =>
        [.. (await Standing.OfAsync(db, people, clock.GetUtcNow().UtcDateTime, ct)).Values.Where(s => s.IsActive)];
}
