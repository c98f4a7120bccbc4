using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>What lists and figures need of a flow.</summary>
internal sealed class FlowRow
{
    public required string Id { get; init; }
    public required Guid CompanyId { get; init; }
    public required string DefinitionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required string? Name { get; init; }
    public required string Initiator { get; init; }
    public required InstanceStatus Status { get; init; }
    public required InstanceSubStatus SubStatus { get; init; }
    public required DateTime CreatedUtc { get; init; }
    public required DateTime? FinishedUtc { get; init; }
    public required int OpenIncidents { get; init; }
}

/// <summary>Which flows a person may see.</summary>
internal static class FlowScope
{
    /// <summary>For those who see running instances, all of their company, or of their group where the permission reaches as far. For everybody the flows that they started, in which they have
    /// or had a step, and those about people whom the permission to see tasks reaches.</summary>
    public static IQueryable<FlowRow> VisibleTo(this AppDbContext db, CurrentUser user)
    {
        var (me, actor) = (user.PersonId, user.Actor);
        IReadOnlyList<Guid> operated = !user.Has(Permission.WorkflowsRead) ? [] : user.Rights.Reaches(Permission.WorkflowsRead, Reach.Group) ? user.Group : [user.CompanyId];
        IReadOnlyList<Guid> companies = user.Rights.Reaches(Permission.TasksRead, Reach.Group) ? user.Group : [user.CompanyId];
        var lookedAfter = db.People.VisibleTo(user, Permission.TasksRead, db).Where(p => p.Id != me).Select(p => p.Id);
        var tasks = db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(t => t.AssigneeId == me || t.ProxyId == me || t.OnBehalfOfId == me || t.InitiatorId == me
            || (companies.Contains(t.CompanyId) && t.ConcerningId != null && lookedAfter.Contains(t.ConcerningId.Value)));
        return db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .Where(i => i.DeletedUtc == null && (operated.Contains(i.CompanyId) || i.Initiator == actor || tasks.Any(t => t.InstanceId == i.Id)))
            .Select(i => new FlowRow
            {
                Id = i.Id, CompanyId = i.CompanyId, DefinitionId = i.DefinitionId, DefinitionVersion = i.DefinitionVersion, DefinitionVersionId = i.DefinitionVersionId, Name = i.Name, Initiator = i.Initiator,
                Status = i.Status, SubStatus = i.SubStatus, CreatedUtc = i.CreatedUtc, FinishedUtc = i.FinishedUtc, OpenIncidents = i.OpenIncidents,
            });
    }

    /// <summary>Whether somebody took part in a flow, or looks after the person whom it is about: then they read what people wrote in it.</summary>
    public static Task<bool> ReadsCommentsAsync(AppDbContext db, CurrentUser user, string instanceId, CancellationToken ct)
    {
        var me = user.PersonId;
        var lookedAfter = db.People.VisibleTo(user, Permission.TasksRead, db).Where(p => p.Id != me).Select(p => p.Id);
        return db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(t => t.InstanceId == instanceId
            && (t.AssigneeId == me || t.ProxyId == me || t.OnBehalfOfId == me || t.InitiatorId == me || (t.ConcerningId != null && lookedAfter.Contains(t.ConcerningId.Value))), ct);
    }
}
