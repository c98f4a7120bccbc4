using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>A flow whose discussion a person may read, and with that write in.</summary>
/// <param name="InstanceId">The flow.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="IsConfidential">What is written in it is sealed.</param>
/// <param name="HasPart">The person started it, has or had a task or a copy in it, or looks after the person whom it is about. Otherwise they were only mentioned.</param>
internal sealed record DiscussedFlow(string InstanceId, Guid CompanyId, bool IsConfidential, bool HasPart)
{
    /// <summary>The flow; null where the person may not read its discussion. Those who only operate flows are not among them: what people say to each other is none of their work.</summary>
    public static async Task<DiscussedFlow?> FindAsync(AppDbContext db, CurrentUser user, string instanceId, CancellationToken ct)
    {
        var (me, actor) = (user.PersonId, user.Actor);
        var flow = await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.Id == instanceId && i.DeletedUtc == null)
            .Select(i => new { i.CompanyId, IsMine = i.Initiator == actor, IsConfidential = db.FlowKeys.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(k => k.InstanceId == i.Id) }).SingleOrDefaultAsync(ct);
        if (flow is null || !user.Has(Permission.TasksRead)) return null;
        var hasPart = flow.IsMine || await db.Tasks.WithPartOf(user, Permission.TasksRead, db).AnyAsync(t => t.InstanceId == instanceId, ct)
            || await db.Tasks.OfAnyCompany().AnyAsync(t => t.InstanceId == instanceId && t.InitiatorId == me, ct);
        return hasPart || await db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(m => m.InstanceId == instanceId && m.PersonId == me, ct)
            ? new DiscussedFlow(instanceId, flow.CompanyId, flow.IsConfidential, hasPart)
            : null;
    }

    /// <summary>There is no such flow, or its discussion is none of the caller's business: the two must look the same.</summary>
    public static ProblemHttpResult Unknown(string instanceId) => Problems.NotFound("discussion.unknown", $"Expected a flow {instanceId} whose discussion you may read, but there is none.");

    /// <summary>The comments that the person reads, withdrawn ones among them. Of a confidential flow, somebody who was only mentioned reads those that mention them, and their own.</summary>
    public IQueryable<FlowComment> CommentsFor(Guid me, AppDbContext db)
    {
        var all = AllComments(db);
        return HasPart || !IsConfidential ? all
            : all.Where(c => c.AuthorId == me || db.FlowMentions.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(m => m.CommentId == c.Id && m.PersonId == me));
    }

    /// <summary>All comments.</summary>
    public IQueryable<FlowComment> AllComments(AppDbContext db) => db.FlowComments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.InstanceId == InstanceId);

    /// <summary>The task to whose page somebody is led who is mentioned on the flow's own page: the one that is open since last, else the newest; null where there is none.</summary>
    public Task<Guid?> TaskToShowAsync(AppDbContext db, CancellationToken ct) => db.Tasks.OfAnyCompany().Where(t => t.InstanceId == InstanceId && t.Kind != TaskKind.Notice)
        .OrderByDescending(t => t.State == AssignmentState.Open).ThenByDescending(t => t.OpenedUtc).ThenByDescending(t => t.Id).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct);
}
