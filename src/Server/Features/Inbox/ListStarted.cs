using System.ComponentModel;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>我发起的: the flows that the caller started, the latest first, and who has them now.</summary>
internal static class ListStarted
{
    private const int MostAtOnce = 100;

    /// <summary>A step that waits for somebody.</summary>
    public sealed record Step(string ActivityName, NamedPerson Assignee, NamedPerson? OnBehalfOf, DateTime OpenedUtc, DateTime? DueUtc);

    /// <param name="FlowName">What people call the definition.</param>
    /// <param name="Concerning">The person whom it is about.</param>
    /// <param name="DoneSteps">Steps of people that are done.</param>
    /// <param name="AllSteps">Steps of people that the definition has; a flow need not come to each of them.</param>
    /// <param name="CanWithdraw">Nobody has handled it, so it can be taken back (撤回).</param>
    /// <param name="CanUrge">Somebody has it who can be urged now (催办).</param>
    public sealed record Item(string InstanceId, string DefinitionId, string? Name, string? CorrelationId, InstanceStatus Status, DateTime CreatedUtc, DateTime? FinishedUtc,
        IReadOnlyList<Step> Steps, string FlowName, NamedPerson? Concerning, int DoneSteps, int AllSteps, bool CanWithdraw, bool CanUrge);

    /// <param name="Total">How many the list has altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 100. Default 20.")] int? take,
        AppDbContext db, CurrentUser user, IDefinitionStore definitions, GraphCache graphs, ListPages pages, TimeProvider clock, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("tasks.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("tasks.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var flows = db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            .Where(i => db.Tasks.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(t => t.InstanceId == i.Id && t.InitiatorId == user.PersonId));
        var page = await flows.OrderByDescending(i => i.CreatedUtc).ThenBy(i => i.Id).Skip(skip ?? 0).Take(take ?? 20)
            .Select(i => new { i.Id, i.DefinitionId, i.DefinitionVersionId, i.Name, i.CorrelationId, i.Status, i.CreatedUtc, i.FinishedUtc }).ToListAsync(ct);
        var items = new List<Item>();
        foreach (var flow in page)
        {
            var open = await StartedFlow.OpenTasksAsync(db, flow.Id, user.PersonId, ct);
            var steps = await db.Tasks.OfAnyCompany().Where(t => t.InstanceId == flow.Id && t.Kind != TaskKind.Notice).Select(t => new { t.ActivityId, t.ConcerningId, IsOver = t.ClosedUtc != null }).Distinct().ToListAsync(ct);
            var about = steps.Select(t => t.ConcerningId).FirstOrDefault(id => id is not null);
            var graph = await definitions.FindVersionAsync(flow.DefinitionVersionId, ct) is { } version ? graphs.For(version) : null;
            var names = await PersonNames.OfAsync(db, [.. open.SelectMany(t => new[] { t.AssigneeId, t.OnBehalfOfId }), about], ct);
            items.Add(new Item(flow.Id, flow.DefinitionId, flow.Name, flow.CorrelationId, flow.Status, flow.CreatedUtc, flow.FinishedUtc,
                [.. open.Select(t => new Step(t.ActivityName, names.Of(t.AssigneeId)!, names.Of(t.OnBehalfOfId), t.OpenedUtc, t.DueUtc))],
                graph?.Definition.Name ?? flow.DefinitionId, names.Of(about), steps.Where(t => t.IsOver && open.TrueForAll(o => o.ActivityId != t.ActivityId)).Select(t => t.ActivityId).Distinct().Count(),
                graph?.Nodes.Values.Count(n => n.Type is "HrBpm.Approval" or "HrBpm.Handle") ?? 0,
                await StartedFlow.CanAsync(db, open, TaskVerbs.Withdraw, user, clock.GetUtcNow().UtcDateTime, ct), await StartedFlow.CanAsync(db, open, TaskVerbs.Urge, user, clock.GetUtcNow().UtcDateTime, ct)));
        }
        return TypedResults.Ok(new Response(items, await pages.CountAsync(flows, ct)));
    }
}
