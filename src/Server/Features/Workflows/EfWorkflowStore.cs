using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Instances in the database. Whatever else the scope writes through its <see cref="AppDbContext"/> is part of the same transaction.</summary>
internal sealed class EfWorkflowStore(AppDbContext db, WriteTransaction transaction, IAuditTrail audit, FlowSeals seals, RunSignals signals) : IWorkflowStore
{
    public Task BeginAsync(CancellationToken ct) => transaction.BeginAsync(ct);

    // On SQLite the transaction is the lock.
    public async Task<Instance?> LoadAsync(string instanceId, CancellationToken ct)
    {
        var stored = await HotQuery.FirstAsync(db,
            db.Database.IsNpgsql() ? "SELECT state, version FROM workflow_instances WHERE id = $1 FOR UPDATE" : "SELECT state, version FROM workflow_instances WHERE id = $1", [instanceId],
            row => new Stored(row.GetString(0), row.GetInt32(1)), ct);
        if (stored is null) return null;
        var instance = InstanceJson.Read(await seals.OpenStateAsync(instanceId, stored.State, ct));
        instance.Version = stored.Version;
        return instance;
    }

    public async Task CommitAsync(RunCommit commit, CancellationToken ct)
    {
        var seal = commit.Instance.IsConfidential ? await seals.OfAsync(commit.Instance.Id, RunRows.CompanyOf(commit.Instance), ct) : null;
        var rows = new RunRows(db, transaction, audit, commit, seal);
        rows.Write();
        try
        {
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (IsConflict(e))
        {
            throw new StoreConflictException($"Expected run {rows.Number} of instance {commit.Instance.Id} to be the next one, but another run was faster.", e);
        }

        commit.Instance.Version = rows.Number;
        if (rows.HasJobs) signals.Jobs.Raise();
        if (rows.HasDeliveries || rows.MayMeetEarly && signals.Deliveries.MayHaveEarly) signals.Deliveries.Raise();
    }

    public bool IsConflict(Exception exception) => WriteConflict.Is(exception);

    private sealed record Stored(string State, int Version);
}

/// <summary>Who is woken after a run.</summary>
internal sealed record RunSignals(JobSignal Jobs, DeliverySignal Deliveries);
