using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>What happened to an instance, told from its runs for people: activities, not bookkeeping.</summary>
internal sealed class InstanceTimeline(AppDbContext db, FlowSeals seals)
{
    /// <param name="Run">Number of the run.</param>
    /// <param name="AtUtc">When.</param>
    /// <param name="Actor">Who: a person's id; empty for time and jobs.</param>
    /// <param name="ActorName">That person's name; null when it was not a person.</param>
    /// <param name="What">What happened, for example <c>completed</c>.</param>
    /// <param name="Node">Node id; null when it concerns the whole instance.</param>
    /// <param name="Activity">The activity's name.</param>
    /// <param name="Outcome">Outcome, kind of wait, or code of an incident.</param>
    /// <param name="Detail">A sentence, where there is one.</param>
    internal sealed record Entry(int Run, DateTime AtUtc, string Actor, string? ActorName, string What, string? Node, string? Activity, string? Outcome, string? Detail);

    public async Task<IReadOnlyList<Entry>> ReadAsync(string instanceId, Graph? graph, CancellationToken ct)
    {
        var runs = await seals.OpenAsync(await db.WorkflowRuns.AsNoTracking().Where(r => r.InstanceId == instanceId).OrderBy(r => r.Number).ToListAsync(ct), ct);
        var names = await NamesAsync(runs.Select(r => r.Actor).Distinct(), ct);
        return [.. from run in runs from happened in InstanceJson.ReadEvents(run.Events) let entry = EntryOf(run, happened, names, graph) where entry is not null select entry];
    }

    private async Task<Dictionary<string, string>> NamesAsync(IEnumerable<string> actors, CancellationToken ct)
    {
        var ids = actors.Select(a => Guid.TryParseExact(a, "D", out var person) ? person : (Guid?)null).OfType<Guid>().ToList();
        return await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id.ToString("D"), p => p.Name, ct);
    }

    private static Entry? EntryOf(WorkflowRun run, InstanceEvent happened, Dictionary<string, string> names, Graph? graph)
    {
        return happened switch
        {
            InstanceStarted => Whole("started", null, null),
            InstanceMoved { To: not (InstanceSubStatus.Executing or InstanceSubStatus.Suspended) } e => Whole("ended", e.To.ToString(), e.Reason),
            ActivityScheduled { Because: { } unfit } e => At("returned", e.Node, unfit.Code, unfit.Message),
            ActivityStarted e => At("reached", e.Node, null, null),
            ActivityCompleted e => At("completed", e.Node, e.Outcomes.Count == 0 ? "Done" : string.Join(", ", e.Outcomes), null),
            ActivityCanceled e => At("cancelled", e.Node, null, null),
            BookmarkCreated e => At("waits", e.Node, e.Name, e.DueUtc is { } due ? $"until {due:yyyy-MM-dd HH:mm} UTC" : null),
            JobRequested e => At("job", e.Node, e.ActivityType, null),
            IncidentRaised e => At("incident", e.Node, e.Code, e.Message),
            IncidentResolved e => Whole("resolved", e.How.ToString(), e.Reason),
            _ => null,
        };

        Entry Whole(string what, string? outcome, string? detail) => new(run.Number, run.AtUtc, run.Actor, names.GetValueOrDefault(run.Actor), what, null, null, outcome, detail);

        // Containers only hold what people know as steps.
        Entry? At(string what, string node, string? outcome, string? detail) => graph?.Nodes.GetValueOrDefault(node) is { } known && (known.Parent is null || known.Activities.Count > 0)
            ? null
            : new Entry(run.Number, run.AtUtc, run.Actor, names.GetValueOrDefault(run.Actor), what, node, ShowInstance.NameOf(graph, node), outcome, detail);
    }
}
