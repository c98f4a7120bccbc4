using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>What the dashboard looks at.</summary>
/// <param name="Definition">Only flows of this definition.</param>
/// <param name="Branch">Only flows about people of this branch.</param>
/// <param name="Weeks">How many weeks back.</param>
internal sealed record FigureFilter(string? Definition, Guid? Branch, int? Weeks)
{
    public const int MostWeeks = 53, UsualWeeks = 12;

    /// <summary>Why it cannot be looked at; null when it can.</summary>
    public Refusal? WhyNot() => Weeks is < 1 or > MostWeeks ? new("dashboard.weeks.invalid", $"Expected 'weeks' to be from 1 to {MostWeeks}, but it is {Weeks}.") : null;

    /// <summary>Begin of the time.</summary>
    public DateTime From(DateTime nowUtc) => nowUtc.AddDays(-7 * (Weeks ?? UsualWeeks));
}

/// <summary>Reads flows and tasks within the caller's scope, in one pass over each.</summary>
internal static class ReadFigures
{
    public static async Task<FlowFigures> RunAsync(AppDbContext db, CurrentUser user, FigureFilter filter, DateTime nowUtc, CancellationToken ct)
    {
        var from = filter.From(nowUtc);
        // As long a time before, to compare with.
        var before = from - (nowUtc - from);
        var flows = db.VisibleTo(user).Where(f => f.Status == InstanceStatus.Running || f.FinishedUtc >= before);
        if (filter.Definition is { Length: > 0 } definition) flows = flows.Where(f => f.DefinitionId == definition);
        var tasks = await (
            from flow in flows
            join task in db.Tasks.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }) on flow.Id equals task.InstanceId
            where task.Kind != TaskKind.Notice
            select new
            {
                task.InstanceId, task.DefinitionId, task.ActivityId, task.ActivityName, task.Kind, task.NeedsSignature, task.ExecutionId, task.AssigneeId, task.State,
                task.OpenedUtc, task.ClosedUtc, task.DueUtc, About = task.ConcerningId ?? task.InitiatorId,
            }).AsNoTracking().ToListAsync(ct);
        var about = tasks.Where(t => t.About is not null).GroupBy(t => t.InstanceId).ToDictionary(flow => flow.Key, flow => flow.First().About!.Value);
        var branches = await BranchesAsync(db, [.. about.Values.Distinct()], ct);
        Guid? BranchOf(string id) => about.TryGetValue(id, out var person) && branches.TryGetValue(person, out var branch) ? branch : null;
        var counted = (await flows.ToListAsync(ct)).ConvertAll(f => new CountedFlow(f.Id, f.DefinitionId, BranchOf(f.Id), f.Status == InstanceStatus.Running, f.CreatedUtc, f.FinishedUtc, f.OpenIncidents));
        if (filter.Branch is { } wanted) counted = counted.FindAll(f => f.Branch == wanted);
        var ids = counted.Select(f => f.Id).ToHashSet();
        return new FlowFigures(counted,
            [
                .. tasks.Where(t => ids.Contains(t.InstanceId)).Select(t => new CountedTask(t.InstanceId, t.DefinitionId, t.ActivityId, t.ActivityName, t.Kind, t.NeedsSignature, t.ExecutionId, t.AssigneeId,
                    t.State is AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held, t.OpenedUtc, t.ClosedUtc, t.DueUtc)),
            ], from, nowUtc);
    }

    private static async Task<Dictionary<Guid, Guid>> BranchesAsync(AppDbContext db, List<Guid> people, CancellationToken ct) =>
        (await db.Employments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(e => people.Contains(e.PersonId)).Select(e => new { e.PersonId, e.BranchId, e.From }).ToListAsync(ct))
            .GroupBy(e => e.PersonId).ToDictionary(own => own.Key, own => own.MaxBy(e => e.From)!.BranchId);
}
