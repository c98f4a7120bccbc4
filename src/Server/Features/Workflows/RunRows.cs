using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Turns what one run changed into rows, sealed where the instance is confidential. Nothing is sent to the database here: it all goes with the commit, in one batch. What every run writes is not tracked, because that costs more than the rest of the run.</summary>
internal sealed class RunRows(AppDbContext db, WriteTransaction transaction, IAuditTrail audit, RunCommit commit, FlowSeal? seal)
{
    private readonly Instance instance = commit.Instance;
    private readonly Guid company = CompanyOf(commit.Instance);

    /// <summary>Number of the run, which is also the instance's next version.</summary>
    public int Number { get; } = commit.Instance.Version + 1;

    /// <summary>True when the run asked for work outside.</summary>
    public bool HasJobs { get; private set; }

    /// <summary>True when the run sent something.</summary>
    public bool HasDeliveries { get; private set; }

    /// <summary>True when the run waits for something that may have come already.</summary>
    public bool MayMeetEarly { get; } = commit.NewBookmarks.Any(b => StimulusNames.MayComeEarly(b.Name));

    /// <summary>Adds everything to the scope's transaction.</summary>
    public void Write()
    {
        WriteInstance();
        WriteBookmarks();
        foreach (var job in commit.Jobs) WriteJob(job);
        foreach (var (at, sent) in commit.Deliveries.Index()) WriteDelivery(new Delivery(sent.DeliveryId, instance.TenantId, at + 1, sent.Command, commit.AtUtc));
        WriteIncidents();
        WriteRun();
        if (seal is null) return;
        foreach (var held in db.ChangeTracker.Entries<IFlowTexts>().Where(e => e.Entity.InstanceId == instance.Id && e.State is EntityState.Added or EntityState.Modified).ToList()) seal.Seal(held.Entity);
    }

    private string Kept(string table, string row, string column, string text) => seal is null ? text : seal.Seal(table, row, column, text);

    private void WriteInstance()
    {
        var row = WorkflowInstance.Of(instance, company, commit.AtUtc, Kept("workflow_instances", instance.Id, "state", InstanceJson.Write(instance)), Math.Max(instance.Version, 1));
        // The row was not read as an entity, so everything that a run may change is written.
        if (instance.Version > 0) transaction.Update(row, ChangedByRuns);
        else transaction.Insert(row);
    }

    private static readonly string[] ChangedByRuns =
    [
        nameof(WorkflowInstance.DefinitionVersionId), nameof(WorkflowInstance.DefinitionVersion), nameof(WorkflowInstance.Name), nameof(WorkflowInstance.CorrelationId),
        nameof(WorkflowInstance.Status), nameof(WorkflowInstance.SubStatus), nameof(WorkflowInstance.UpdatedUtc), nameof(WorkflowInstance.FinishedUtc),
        nameof(WorkflowInstance.OpenIncidents), nameof(WorkflowInstance.State),
    ];

    private void WriteBookmarks()
    {
        // The delete must find its row: of two runs that use the same bookmark, one finds nothing and starts over.
        foreach (var id in commit.GoneBookmarks) transaction.Delete(WorkflowBookmark.Key(id, company));
        foreach (var made in commit.NewBookmarks)
            transaction.Insert(new WorkflowBookmark
            {
                Id = made.BookmarkId,
                InstanceId = instance.Id,
                CompanyId = company,
                Name = made.Name,
                Hash = made.Hash,
                Node = made.Node,
                CreatedUtc = commit.AtUtc,
                DueUtc = made.DueUtc,
            });
    }

    private void WriteJob(JobRequested job)
    {
        HasJobs = true;
        db.Add(new WorkflowJob
        {
            Id = job.JobId,
            InstanceId = instance.Id,
            CompanyId = company,
            BookmarkId = job.BookmarkId,
            ActivityType = job.ActivityType,
            Node = job.Node,
            Execution = job.Execution,
            CorrelationId = instance.CorrelationId,
            DefinitionId = instance.DefinitionId,
            DefinitionVersion = instance.DefinitionVersion,
            Inputs = Kept(WorkflowJob.Table, job.JobId, WorkflowJob.InputsColumn, InstanceJson.WriteValues(job.Inputs)),
            SealedInputs = job.Sealed,
            IdempotencyKey = job.IdempotencyKey,
            CreatedUtc = commit.AtUtc,
            NotBeforeUtc = job.NotBeforeUtc,
        });
    }

    private void WriteDelivery(Delivery delivery)
    {
        HasDeliveries = true;
        var row = WorkflowDelivery.Of(delivery);
        row.Command = Kept(WorkflowDelivery.Table, row.Id, WorkflowDelivery.CommandColumn, row.Command);
        db.Add(row);
    }

    private void WriteIncidents()
    {
        foreach (var happened in commit.Events)
        {
            if (happened is IncidentRaised raised) db.Add(WorkflowIncident.Of(raised, instance.Id, company));
            else if (happened is IncidentResolved resolved) Resolve(resolved);
        }
    }

    private void Resolve(IncidentResolved resolved)
    {
        var row = db.WorkflowIncidents.Local.FirstOrDefault(i => i.InstanceId == instance.Id && i.Id == resolved.IncidentId);
        if (row is null) db.Attach(row = WorkflowIncident.Key(resolved.IncidentId, instance.Id, company));
        row.Resolve(resolved);
    }

    private void WriteRun()
    {
        var run = new WorkflowRun
        {
            InstanceId = instance.Id,
            Number = Number,
            CompanyId = company,
            AtUtc = commit.AtUtc,
            Actor = commit.Command.Actor,
            Command = KeptOfRun(WorkflowRun.CommandColumn, InstanceJson.WriteCommand(commit.Command)),
            Events = KeptOfRun(WorkflowRun.EventsColumn, InstanceJson.WriteEvents(commit.Events)),
        };
        transaction.Insert(run.Seal());
        audit.Record(new AuditFact(company, ActorOf(commit.Command), "workflows.run", $"instance:{instance.Id}", new { workflowRun = new { instance = run.InstanceId, run = run.Number, sha256 = run.Sha256 } }));
    }

    private string KeptOfRun(string column, string text) => WorkflowRun.PlaceOf(instance.Id, Number, column) is var place && seal is null ? text : Kept(place.Table, place.Row, place.Column, text);

    private static string ActorOf(Command command) => command switch
    {
        { Actor.Length: > 0 } => command.Actor,
        ResumeCommand { IsDue: true } => "time",
        ResumeCommand { Job: not null } => "job",
        _ => "system",
    };

    internal static Guid CompanyOf(Instance instance) => Guid.TryParseExact(instance.TenantId, "D", out var id) && id != Guid.Empty
        ? id
        : throw new InvalidOperationException($"Expected instance {instance.Id} to belong to a company, but its tenant is '{instance.TenantId}'.");
}
