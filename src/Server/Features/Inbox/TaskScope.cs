using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Which tasks a person may see.</summary>
internal static class TaskScope
{
    /// <summary>Tasks of any company of the group; the caller says whose.</summary>
    public static IQueryable<HumanTask> OfAnyCompany(this DbSet<HumanTask> tasks) => tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]);

    /// <summary>One's own, those that one acts for, and those one has delegated; beyond that those of the own company that concern people
    /// whom one looks after as HR, head or manager. Those about oneself are not among them: they are other people's work.</summary>
    public static IQueryable<HumanTask> VisibleTo(this DbSet<HumanTask> tasks, CurrentUser user, AppDbContext db)
    {
        var (me, company) = (user.PersonId, user.CompanyId);
        var lookedAfter = db.People.VisibleTo(user, db).Where(p => p.Id != me).Select(p => p.Id);
        return tasks.OfAnyCompany().Where(t => t.AssigneeId == me || t.ProxyId == me || t.OnBehalfOfId == me
            || (t.CompanyId == company && t.ConcerningId != null && lookedAfter.Contains(t.ConcerningId.Value)));
    }

    /// <summary>What a person has to do now.</summary>
    public static IQueryable<HumanTask> ToDoOf(this DbSet<HumanTask> tasks, Guid me) =>
        tasks.OfAnyCompany().Where(t => t.State == AssignmentState.Open && (t.AssigneeId == me || t.ProxyId == me));

    /// <summary>What waits for the answer of somebody to whom the person delegated it.</summary>
    public static IQueryable<HumanTask> WaitingFor(this DbSet<HumanTask> tasks, Guid me) =>
        tasks.OfAnyCompany().Where(t => t.State == AssignmentState.Delegated && t.AssigneeId == me);

    /// <summary>What a person did, as assignee or as proxy.</summary>
    public static IQueryable<HumanTask> DoneBy(this DbSet<HumanTask> tasks, Guid me) =>
        tasks.OfAnyCompany().Where(t => t.ClosedUtc != null && t.State != AssignmentState.Recalled && (t.AssigneeId == me || (t.ProxyId == me && t.ClosedById == me)));
}
