using HrBpm.Server.Database;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org;

/// <summary>Which people a permission reaches.</summary>
internal static class PeopleScope
{
    /// <summary>The people whom the user may do this to, as far as the permission reaches; nobody without the permission.</summary>
    /// <remarks>Says itself which companies it means, because it is used in queries that look across companies.</remarks>
    public static IQueryable<PersonRecord> VisibleTo(this IQueryable<PersonRecord> people, CurrentUser user, Permission permission, AppDbContext db)
    {
        var (me, company, group) = (user.PersonId, user.CompanyId, user.Group);
        if (!user.Has(permission)) return people.Where(p => false);
        if (user.Rights.Reaches(permission, Reach.Group)) return people.Where(p => group.Contains(p.CompanyId));
        if (user.Rights.Reaches(permission, Reach.Company)) return people.Where(p => p.CompanyId == company);
        var looksAfter = LookedAfter(user, permission, db);
        return looksAfter is null ? people.Where(p => p.Id == me) : people.Where(p => p.Id == me || looksAfter.Contains(p.Id));
    }

    /// <summary>How far a permission reaches for the user, in words: where they are the same for two permissions, <see cref="VisibleTo"/> finds the same people.</summary>
    public static string ReachOf(CurrentUser user, Permission permission)
    {
        if (user.Rights.Reaches(permission, Reach.Group)) return nameof(Reach.Group);
        if (user.Rights.Reaches(permission, Reach.Company)) return nameof(Reach.Company);
        return string.Join(' ', user.Rights.All.Where(r => r.Permission == permission).Select(r => $"{r.Reach}:{r.AnchorId}").Order(StringComparer.Ordinal));
    }

    // Where a person has moved on, those who were responsible before are so no more.
    private static IQueryable<Guid>? LookedAfter(CurrentUser user, Permission permission, AppDbContext db)
    {
        var (me, today) = (user.PersonId, user.Today);
        var reports = user.Rights.Reaches(permission, Reach.DirectReports);
        var tops = user.Rights.AnchorsOf(permission, Reach.DepartmentTree);
        var branches = user.Rights.AnchorsOf(permission, Reach.Branch);
        if (!reports && tops.Count == 0 && branches.Count == 0) return null;
        return db.Employments
            .Where(e => !db.Employments.Any(later => later.PersonId == e.PersonId && later.From > e.From && later.From <= today))
            .Where(e => (reports && e.ManagerId == me)
                || branches.Contains(e.BranchId)
                || db.Departments.Any(own => own.Id == e.DepartmentId && db.Departments.Any(top => tops.Contains(top.Id) && own.Path.StartsWith(top.Path))))
            .Select(e => e.PersonId);
    }
}
