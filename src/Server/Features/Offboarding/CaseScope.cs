using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Whose cases a person may see.</summary>
internal static class CaseScope
{
    /// <summary>One's own case, those one takes over, and those of the people whom the permission reaches.</summary>
    public static IQueryable<CaseRow> VisibleTo(this IQueryable<CaseRow> cases, CurrentUser user, Permission permission, AppDbContext db)
    {
        var me = user.PersonId;
        var people = db.People.VisibleTo(user, permission, db).Select(p => p.Id);
        return cases.Where(c => c.LeaverId == me || c.ReceiverId == me || people.Contains(c.LeaverId));
    }
}
