using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Instances in the database. Whatever else the scope writes through its <see cref="AppDbContext"/> is part of the same transaction.</summary>
internal sealed class EfWorkflowStore(AppDbContext db, WriteTransaction transaction, IAuditTrail audit, JobSignal jobs, DeliverySignal deliveries) : IWorkflowStore
{
    public Task BeginAsync(CancellationToken ct) => transaction.BeginAsync(ct);

    // On SQLite the transaction is the lock.
    public Task<Instance?> LoadAsync(string instanceId, CancellationToken ct) => HotQuery.FirstAsync(db,
        db.Database.IsNpgsql() ? "SELECT state, version FROM workflow_instances WHERE id = $1 FOR UPDATE" : "SELECT state, version FROM workflow_instances WHERE id = $1", [instanceId],
        row =>
        {
            var instance = InstanceJson.Read(row.GetString(0));
            instance.Version = row.GetInt32(1);
            return instance;
        }, ct);

    public async Task CommitAsync(RunCommit commit, CancellationToken ct)
    {
        var rows = new RunRows(db, transaction, audit, commit);
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
        if (rows.HasJobs) jobs.Raise();
        if (rows.MayDeliver) deliveries.Raise();
    }

    public bool IsConflict(Exception exception) => WriteConflict.Is(exception);
}
