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

    /// <summary>One's own, those that one acts for, those one has delegated, and those of which one got a copy; beyond that those of the own company, or with a
    /// reach as wide of the group, that concern people whom the permission reaches. Those about oneself are not among them: they are other people's work.
    /// To be read, also those to which a mention leads; it gives no other right.</summary>
    public static IQueryable<HumanTask> VisibleTo(this DbSet<HumanTask> tasks, CurrentUser user, Permission permission, AppDbContext db) =>
        Reached(tasks, user, permission, db, byMention: permission == Permission.TasksRead);

    /// <summary>The same without those to which only a mention leads.</summary>
    public static IQueryable<HumanTask> WithPartOf(this DbSet<HumanTask> tasks, CurrentUser user, Permission permission, AppDbContext db) => Reached(tasks, user, permission, db, byMention: false);

    private static IQueryable<HumanTask> Reached(DbSet<HumanTask> tasks, CurrentUser user, Permission permission, AppDbContext db, bool byMention)
    {
        var me = user.PersonId;
        IReadOnlyList<Guid> companies = user.Rights.Reaches(permission, Reach.Group) ? user.Group : [user.CompanyId];
        var lookedAfter = db.People.VisibleTo(user, permission, db).Where(p => p.Id != me).Select(p => p.Id);
        return tasks.OfAnyCompany().Where(t => t.AssigneeId == me || t.ProxyId == me || t.OnBehalfOfId == me
            || db.TaskCopies.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(c => c.TaskId == t.Id && c.PersonId == me)
            || (byMention && db.FlowMentions.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(m => m.TaskId == t.Id && m.PersonId == me))
            || (companies.Contains(t.CompanyId) && t.ConcerningId != null && lookedAfter.Contains(t.ConcerningId.Value)));
    }

    /// <summary>What a person has to do now.</summary>
    public static IQueryable<HumanTask> ToDoOf(this DbSet<HumanTask> tasks, Guid me) =>
        tasks.OfAnyCompany().Where(t => t.State == AssignmentState.Open && (t.AssigneeId == me || t.ProxyId == me));

    /// <summary>What waits for somebody else: for the answer of a delegate, or for signers whom the person has asked to sign first.</summary>
    public static IQueryable<HumanTask> WaitingFor(this DbSet<HumanTask> tasks, Guid me) =>
        tasks.OfAnyCompany().Where(t => (t.State == AssignmentState.Delegated || t.State == AssignmentState.Held) && t.AssigneeId == me);

    /// <summary>What others do, or did, for the person: delegated by them, or in their absence.</summary>
    public static IQueryable<HumanTask> DoneFor(this DbSet<HumanTask> tasks, Guid me) => tasks.OfAnyCompany().Where(t => t.OnBehalfOfId == me && t.AssigneeId != me);

    /// <summary>What a person did, as assignee or as proxy.</summary>
    public static IQueryable<HumanTask> DoneBy(this DbSet<HumanTask> tasks, Guid me) =>
        tasks.OfAnyCompany().Where(t => t.ClosedUtc != null && t.State != AssignmentState.Recalled && t.State != AssignmentState.Told && (t.AssigneeId == me || (t.ProxyId == me && t.ClosedById == me)));
}
