using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Instances in the database. Whatever else the scope writes through its <see cref="AppDbContext"/> is part of the same transaction.</summary>
internal sealed class EfWorkflowStore(AppDbContext db, WriteTransaction transaction, IAuditTrail audit, JobSignal jobs, DeliverySignal deliveries) : IWorkflowStore
{
    private WorkflowInstance? loaded;

    public Task BeginAsync(CancellationToken ct) => transaction.BeginAsync(ct);

    public Task<string?> FindInstanceOfBookmarkAsync(string bookmarkId, CancellationToken ct) => db.WorkflowBookmarks
        .IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(b => b.Id == bookmarkId).Select(b => b.InstanceId).SingleOrDefaultAsync(ct);

    // No Single or First on the locking statement: they would wrap it, and the lock with it, in another query. On SQLite the transaction is the lock.
    public async Task<Instance?> LoadAsync(string instanceId, CancellationToken ct)
    {
        var query = db.Database.IsNpgsql()
            ? db.WorkflowInstances.FromSql($"SELECT * FROM workflow_instances WHERE id = {instanceId} FOR UPDATE")
            : db.WorkflowInstances.Where(i => i.Id == instanceId);
        loaded = (await query.IgnoreQueryFilters([AppDbContext.CompanyFilter]).ToListAsync(ct)).SingleOrDefault();
        if (loaded is null) return null;
        var instance = InstanceJson.Read(loaded.State);
        instance.Version = loaded.Version;
        return instance;
    }

    public async Task CommitAsync(RunCommit commit, CancellationToken ct)
    {
        var rows = new RunRows(db, audit, commit);
        rows.Write(loaded);
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
