using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>An instance that was added.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LostJobs">Bookmarks of jobs that were under way where it came from.</param>
internal sealed record ImportedInstance(string Id, IReadOnlyList<string> LostJobs);

/// <summary>Adds an exported instance to a company, under the id that it had. Everything is made anew from its runs, within the scope's transaction.</summary>
internal sealed class AddInstance(AppDbContext db, FlowSeals seals, GraphCache graphs, IDefinitionStore definitions, IAuditTrail audit)
{
    private const string ElsasOwn = "Elsa.", JobBookmark = "HrBpm.Job";

    /// <returns>The instance, or why it cannot be added.</returns>
    public async Task<(ImportedInstance? Added, Refusal? Why)> RunAsync(InstanceRecord record, Guid company, string actor, CancellationToken ct)
    {
        if (Read(record, company) is not { } runs || Replay(runs) is not { } instance) return (null, Broken("runs that follow from each other, each with its hash"));
        if (await db.WorkflowInstances.IgnoreQueryFilters().AnyAsync(i => i.Id == instance.Id, ct))
            return (null, new Refusal("instances.exists", $"Expected no instance {instance.Id} on this server, but there is one, or there was."));
        if (await VersionAsync(instance, record, company, ct) is not { } version)
            return (null, new Refusal("instances.definition", $"Expected version {instance.DefinitionVersion} of definition '{instance.DefinitionId}' to be here and to stand, saying the same as where the instance comes from, but it does not."));
        if (version.VersionId != instance.DefinitionVersionId) instance = Replay(runs = [.. runs.Select(r => r with { Events = [.. r.Events.Select(e => Rebound(e, instance.DefinitionVersionId, version))] })])!;
        if (await WhyNotAsync(instance, version, ct) is { } refusal) return (null, refusal);
        Write(instance, runs, company, actor, instance.IsConfidential ? await seals.OfAsync(instance.Id, company, ct) : null);
        return (new ImportedInstance(instance.Id, [.. instance.Bookmarks.Values.Where(IsJob).Select(b => b.Id)]), null);
    }

    private sealed record ReadRun(InstanceRecord.Run Run, List<InstanceEvent> Events);

    private static List<ReadRun>? Read(InstanceRecord record, Guid company)
    {
        try
        {
            var runs = new List<ReadRun>();
            foreach (var (index, run) in record.Runs.Index())
            {
                var events = InstanceJson.ReadEvents(run.Events).ToList();
                if (run.Number != index + 1 || WorkflowRun.HashOf(run.Command, run.Events) != run.Sha256 || InstanceJson.ReadCommand(run.Command) is null) return null;
                if (events.Count == 0 || events.Count(e => e is InstanceStarted) != (index == 0 ? 1 : 0)) return null;
                // It belongs to whoever imports it.
                if (events[0] is InstanceStarted started) events[0] = started with { TenantId = company.ToString("D"), ReportTo = null };
                runs.Add(new ReadRun(run, events));
            }

            return runs;
        }
        catch (Exception e) when (e is JsonException or ExpressionException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Instance? Replay(List<ReadRun> runs)
    {
        try
        {
            var instance = new Instance();
            foreach (var happened in runs.SelectMany(r => r.Events)) instance.Apply(happened);
            return HasRoom(instance) && instance.Bookmarks.Values.All(b => instance.Executions.ContainsKey(b.Execution)) ? instance : null;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            // Events that do not fit each other fail in as many ways as there are events.
            return null;
        }
    }

    // What the columns of the database hold.
    private static bool HasRoom(Instance instance) => instance is { Id.Length: > 0 and <= 64, DefinitionId.Length: <= 128, Initiator.Length: <= 64, CorrelationId: null or { Length: <= 256 }, ParentInstanceId: null or { Length: <= 64 } }
        && instance.Bookmarks.Values.All(b => b is { Id.Length: <= 96, Name.Length: <= 128, Hash.Length: <= 64 }) && instance.Incidents.TrueForAll(i => i is { Id.Length: <= 96, ActivityType.Length: <= 128, Code.Length: <= 128 });

    // The same version has another id, and perhaps another number, on another server.
    private static InstanceEvent Rebound(InstanceEvent happened, string from, StoredDefinition to) => happened switch
    {
        InstanceStarted e when e.DefinitionVersionId == from => e with { DefinitionVersionId = to.VersionId, DefinitionVersion = to.Version },
        InstanceMigrated e when e.DefinitionVersionId == from => e with { DefinitionVersionId = to.VersionId, DefinitionVersion = to.Version },
        _ => happened,
    };

    private async Task<StoredDefinition?> VersionAsync(Instance instance, InstanceRecord record, Guid company, CancellationToken ct)
    {
        var same = db.DefinitionVersions.AsNoTracking().Where(d => d.DefinitionId == instance.DefinitionId && d.Checksum == record.DefinitionSha256 && d.FrozenUtc != null
            && (d.OwnerId == company || d.OwnerId == DefinitionVersion.AllCompanies));
        var found = await same.OrderByDescending(d => d.Id == instance.DefinitionVersionId).ThenByDescending(d => d.OwnerId == company).ThenByDescending(d => d.Version).Select(d => d.Id).FirstOrDefaultAsync(ct);
        return found is null ? null : await definitions.FindVersionAsync(found, ct);
    }

    private async Task<Refusal?> WhyNotAsync(Instance instance, StoredDefinition version, CancellationToken ct)
    {
        Graph graph;
        try
        {
            graph = await graphs.ForAsync(instance, version, definitions, ct);
        }
        catch (Exception e) when (e is DefinitionException or InvalidOperationException)
        {
            return new Refusal("instances.definition", $"Expected every definition that '{instance.DefinitionId}' uses as an activity to be here, but one is not.");
        }

        if (instance.Executions.Values.Select(e => e.Node).Concat(instance.Queue.Select(w => w.Node)).Any(node => !graph.Nodes.ContainsKey(node))) return Broken("activities of its definition only");
        if (instance.SubStatus == InstanceSubStatus.Executing || instance.Queue.Count > 0) return Broken("an instance that has ended or waits");
        return instance.Bookmarks.Values.FirstOrDefault(b => !IsJob(b) && !b.Name.StartsWith(ElsasOwn, StringComparison.Ordinal)) is { } own
            ? new Refusal("instances.waits", $"Expected an instance that has ended or waits for time, an event, a request or a job, but it waits for {own.Name}, and what belongs to that is not in the file.")
            : null;
    }

    private void Write(Instance instance, List<ReadRun> runs, Guid company, string actor, FlowSeal? seal)
    {
        var last = runs[^1].Run.At.UtcDateTime;
        db.Add(WorkflowInstance.Of(instance, company, last, Kept(seal, SealedRuns.StatePlaceOf(instance.Id), InstanceJson.Write(instance)), runs.Count));
        foreach (var open in instance.Bookmarks.Values)
            db.Add(new WorkflowBookmark
            {
                Id = open.Id,
                InstanceId = instance.Id,
                CompanyId = company,
                Name = open.Name,
                Hash = open.Hash,
                Node = instance.Executions[open.Execution].Node,
                CreatedUtc = last,
                DueUtc = open.DueUtc,
            });
        foreach (var (run, events) in runs) WriteRun(instance.Id, run, events, company, actor, seal);
    }

    private void WriteRun(string instanceId, InstanceRecord.Run run, List<InstanceEvent> events, Guid company, string actor, FlowSeal? seal)
    {
        var row = new WorkflowRun
        {
            InstanceId = instanceId,
            Number = run.Number,
            CompanyId = company,
            AtUtc = run.At.UtcDateTime,
            Actor = run.Actor,
            Command = Kept(seal, WorkflowRun.PlaceOf(instanceId, run.Number, WorkflowRun.CommandColumn), run.Command),
            Events = Kept(seal, WorkflowRun.PlaceOf(instanceId, run.Number, WorkflowRun.EventsColumn), InstanceJson.WriteEvents(events)),
        }.Seal();
        db.Add(row);
        foreach (var raised in events.OfType<IncidentRaised>())
        {
            var incident = WorkflowIncident.Of(raised, instanceId, company);
            seal?.Seal(incident);
            db.Add(incident);
        }

        foreach (var resolved in events.OfType<IncidentResolved>()) db.WorkflowIncidents.Local.FirstOrDefault(i => i.InstanceId == instanceId && i.Id == resolved.IncidentId)?.Resolve(resolved);
        audit.Record(new AuditFact(company, actor, "workflows.run-imported", $"instance:{instanceId}", new { workflowRun = new { instance = instanceId, run = run.Number, sha256 = row.Sha256 }, originalSha256 = run.Sha256 }));
    }

    private static string Kept(FlowSeal? seal, TextPlace place, string text) => seal is null ? text : seal.Seal(place.Table, place.Row, place.Column, text);

    private static bool IsJob(Bookmark bookmark) => bookmark.Name == JobBookmark;

    private static Refusal Broken(string what) => new("instances.file.invalid", $"Expected the record of the instance to have {what}, but it has not.");
}
