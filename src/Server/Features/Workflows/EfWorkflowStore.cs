using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Instances in the database. Whatever else the scope writes through its <see cref="AppDbContext"/> is part of the same transaction.</summary>
internal sealed class EfWorkflowStore(AppDbContext db, WriteTransaction transaction, IAuditTrail audit, JobSignal jobs, DeliverySignal deliveries) : IWorkflowStore
{
    public Task BeginAsync(CancellationToken ct) => transaction.BeginAsync(ct);

    // The one query that does not go through EF Core: each run makes it, and the state is all that a run wants of its row.
    public async Task<Instance?> LoadAsync(string instanceId, CancellationToken ct)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        await using (command)
        {
            // On SQLite the transaction is the lock.
            command.CommandText = db.Database.IsNpgsql() ? "SELECT state, version FROM workflow_instances WHERE id = $1 FOR UPDATE" : "SELECT state, version FROM workflow_instances WHERE id = $1";
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            var id = command.CreateParameter();
            (id.ParameterName, id.Value) = (db.Database.IsNpgsql() ? "" : "$1", instanceId);
            command.Parameters.Add(id);
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct)) return null;
            var instance = InstanceJson.Read(reader.GetString(0));
            instance.Version = reader.GetInt32(1);
            return instance;
        }
    }

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
