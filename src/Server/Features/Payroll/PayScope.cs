using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Payroll;

/// <summary>Whose pay a person may see or act on.</summary>
internal static class PayScope
{
    /// <summary>The statements of the people whom the permission reaches.</summary>
    public static IQueryable<StatementRow> VisibleTo(this IQueryable<StatementRow> statements, CurrentUser user, Permission permission, AppDbContext db)
    {
        var people = db.People.VisibleTo(user, permission, db).Select(p => p.Id);
        return statements.Where(s => people.Contains(s.EmployeeId));
    }
}
