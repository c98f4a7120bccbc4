using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The timeline of an instance, for features that decide themselves who may see it.</summary>
internal sealed class FlowTimeline(AppDbContext db, InstanceTimeline timeline, IDefinitionStore definitions, GraphCache graphs) : ITimeline
{
    public async Task<IReadOnlyList<TimelineEntry>> OfAsync(string instanceId, CancellationToken ct)
    {
        if (await db.WorkflowInstances.Where(i => i.Id == instanceId).Select(i => i.DefinitionVersionId).SingleOrDefaultAsync(ct) is not { } version) return [];
        var graph = await definitions.FindVersionAsync(version, ct) is { } definition ? graphs.For(definition) : null;
        return [.. (await timeline.ReadAsync(instanceId, graph, ct)).Select(e => new TimelineEntry(e.AtUtc, e.Actor, e.ActorName, e.What, e.Node, e.Activity, e.Outcome, e.Detail))];
    }
}
