using System.ComponentModel;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>The flows that the caller may see, the newest first; what stands behind every figure of the dashboard.</summary>
internal static class ListFlows
{
    private const int MostAtOnce = 200;

    /// <summary>Which flows.</summary>
    private sealed record Filter(InstanceStatus? Status, string? Definition, Guid? Branch, bool? Overdue, bool? Incidents, string? Step, Guid? Assignee, string? Search);

    /// <param name="Waiting">The steps that wait, each with those who have them.</param>
    /// <param name="IsOverdue">Somebody is late.</param>
    public sealed record Item(
        string Id, string DefinitionId, string FlowName, string? Name, string? CaseNumber, FlowPerson? Concerning, FlowPerson? Initiator, InstanceStatus Status, InstanceSubStatus SubStatus,
        DateTime CreatedUtc, DateTime? FinishedUtc, IReadOnlyList<string> Waiting, DateTime? WaitingSinceUtc, bool IsOverdue, int OpenIncidents);

    /// <param name="NowUtc">The server's time, which waits are counted to.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total, DateTime NowUtc);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("running or finished: only these.")] string? status,
        [Description("Only flows of this definition.")] string? definition,
        [Description("Only flows about people of this branch.")] Guid? branch,
        [Description("Only flows in which somebody is late.")] bool? overdue,
        [Description("Only flows with an open incident.")] bool? incidents,
        [Description("Only flows that wait at this step.")] string? step,
        [Description("Only flows that wait for this person.")] Guid? assignee,
        [Description("Only flows about somebody whose name begins so, or with this in their name or in the title of a task.")] string? search,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, TimeProvider clock, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        InstanceStatus? wanted = Enum.TryParse<InstanceStatus>(status, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        if (status is { Length: > 0 } && wanted is null) return Problems.Invalid("flows.status.invalid", $"Expected 'status' to be running or finished, but got '{status}'.");
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var found = Where(db, db.VisibleTo(user), new Filter(wanted, definition, branch, overdue, incidents, step, assignee, search), nowUtc);
        var rows = await found.OrderByDescending(f => f.CreatedUtc).ThenBy(f => f.Id).Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        return TypedResults.Ok(new Response(await ItemsAsync(db, user, rows, nowUtc, ct), await pages.CountAsync(found, ct), nowUtc));
    }

    private static IQueryable<FlowRow> Where(AppDbContext db, IQueryable<FlowRow> flows, Filter filter, DateTime nowUtc)
    {
        var tasks = db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]);
        if (filter.Status is { } status) flows = flows.Where(f => f.Status == status);
        if (filter.Definition is { Length: > 0 } definition) flows = flows.Where(f => f.DefinitionId == definition);
        if (filter.Incidents == true) flows = flows.Where(f => f.OpenIncidents > 0);
        var live = tasks.Where(t => t.State == AssignmentState.Open || t.State == AssignmentState.Delegated || t.State == AssignmentState.Held);
        if (filter.Overdue == true) flows = flows.Where(f => live.Any(t => t.InstanceId == f.Id && t.DueUtc < nowUtc));
        if (filter.Step is { Length: > 0 } step) flows = flows.Where(f => live.Any(t => t.InstanceId == f.Id && t.ActivityId == step));
        if (filter.Assignee is { } person) flows = flows.Where(f => live.Any(t => t.InstanceId == f.Id && t.AssigneeId == person));
        if (filter.Branch is { } branch)
            flows = flows.Where((FlowRow f) => tasks.Any(t => t.InstanceId == f.Id && db.Employments.Any((Employment e) => e.PersonId == (t.ConcerningId ?? t.InitiatorId) && e.BranchId == branch && !db.Employments.Any((Employment later) => later.PersonId == e.PersonId && later.From > e.From))));
        if (filter.Search is { Length: > 0 } typed)
            flows = flows.Where(f => f.Name!.Contains(typed) || tasks.Any(t => t.InstanceId == f.Id && (t.Title.Contains(typed) || db.People.Any(p => p.Id == t.ConcerningId && p.Name.StartsWith(typed)))));
        return flows;
    }

    private static async Task<List<Item>> ItemsAsync(AppDbContext db, CurrentUser user, List<FlowRow> rows, DateTime nowUtc, CancellationToken ct)
    {
        var ids = rows.ConvertAll(f => f.Id);
        var tasks = (await db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(t => ids.Contains(t.InstanceId))
            .Select(t => new { t.InstanceId, t.ActivityName, t.State, t.AssigneeId, t.ConcerningId, t.OpenedUtc, t.DueUtc }).ToListAsync(ct)).ToLookup(t => t.InstanceId);
        var cases = await CaseNumbersAsync(db, ids, ct);
        var names = await FlowNames.OfAsync(db, user, rows.Select(f => f.DefinitionId), ct);
        var people = await FlowPeople.OfAsync(db, [.. tasks.SelectMany(t => t).SelectMany(t => new[] { t.AssigneeId, t.ConcerningId }), .. rows.Select(f => FlowPeople.IdOf(f.Initiator))], ct);
        return rows.ConvertAll(f =>
        {
            var live = tasks[f.Id].Where(t => t.State is AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held).OrderBy(t => t.OpenedUtc).ToList();
            return new Item(f.Id, f.DefinitionId, names.GetValueOrDefault(f.DefinitionId, f.DefinitionId), f.Name, cases.GetValueOrDefault(f.Id), people.Of(tasks[f.Id].Select(t => t.ConcerningId).FirstOrDefault(id => id is not null)),
                people.Of(f.Initiator), f.Status, f.SubStatus, f.CreatedUtc, f.FinishedUtc,
                [.. live.GroupBy(t => t.ActivityName).Select(step => $"{step.Key}：{string.Join("、", step.Select(t => people.Of(t.AssigneeId)?.Name).Distinct())}")],
                live.Count == 0 ? null : live[0].OpenedUtc, live.Exists(t => t.DueUtc < nowUtc), f.OpenIncidents);
        });
    }

    private static async Task<Dictionary<string, string>> CaseNumbersAsync(AppDbContext db, List<string> ids, CancellationToken ct)
    {
        var cases = ids.Select(FlowPeople.IdOf).OfType<Guid>().ToList();
        return (await db.OffboardingCases.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => cases.Contains(c.Id)).Select(c => new { c.Id, c.Number }).ToListAsync(ct)).ToDictionary(c => c.Id.ToString("D"), c => c.Number);
    }
}

/// <summary>What people call definitions.</summary>
internal static class FlowNames
{
    /// <summary>The name of each definition, as its newest version says.</summary>
    public static async Task<Dictionary<string, string>> OfAsync(AppDbContext db, CurrentUser user, IEnumerable<string> definitions, CancellationToken ct)
    {
        var (ids, group) = (definitions.Distinct().ToList(), user.Group);
        return (await db.DefinitionVersions.Where(d => ids.Contains(d.DefinitionId) && (d.OwnerId == Guid.Empty || group.Contains(d.OwnerId))).Select(d => new { d.DefinitionId, d.Name, d.Version }).ToListAsync(ct))
            .GroupBy(d => d.DefinitionId).ToDictionary(versions => versions.Key, versions => versions.MaxBy(d => d.Version)!.Name);
    }
}
