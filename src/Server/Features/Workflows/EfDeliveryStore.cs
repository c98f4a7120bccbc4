using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Deliveries in the database. The row is the lock and the proof: whoever deletes it is the one who does what it says.</summary>
internal sealed class EfDeliveryStore(AppDbContext db, WriteTransaction transaction, FlowSeals seals, DeliverySignal signal) : IDeliveryStore
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private readonly List<WorkflowDelivery> confidential = [];
    private bool hasNew;

    public async Task<IReadOnlyList<Delivery>> ReadDueAsync(DateTime nowUtc, int most, CancellationToken ct)
    {
        var due = await All.AsNoTracking().Where(d => d.KeptUntilUtc == null && d.NotBeforeUtc <= nowUtc)
            .OrderBy(d => d.NotBeforeUtc).ThenBy(d => d.Number).ThenBy(d => d.Id).Take(most).ToListAsync(ct);
        return await ReadAsync(due, ct);
    }

    public async Task<IReadOnlyList<Delivery>> ReadMatchedAsync(DateTime nowUtc, int most, CancellationToken ct)
    {
        // Mostly there is nothing early, and then this is all that it costs.
        signal.MayHaveEarly = await All.AnyAsync(d => d.KeptUntilUtc != null, ct);
        if (!signal.MayHaveEarly) return [];
        await All.Where(d => d.KeptUntilUtc < nowUtc).ExecuteDeleteAsync(ct);
        var matched = await All.AsNoTracking().Where(d => d.KeptUntilUtc != null)
            .Where(d => Bookmarks.Any(b => b.Hash == d.Hash && b.CompanyId == d.CompanyId && (d.InstanceId == null || d.InstanceId == b.InstanceId)
                && (d.CorrelationId == null || Instances.Any(i => i.Id == b.InstanceId && i.CorrelationId == d.CorrelationId))))
            .OrderBy(d => d.SentUtc).ThenBy(d => d.Id).Take(most).ToListAsync(ct);
        return await ReadAsync(matched, ct);
    }

    // SKIP LOCKED: of two processes that are at the same delivery, one does it and the other goes on. On SQLite the transaction has the database for itself.
    public async Task<bool> TakeAsync(string deliveryId, CancellationToken ct)
    {
        var query = db.Database.IsNpgsql()
            ? db.WorkflowDeliveries.FromSql($"SELECT * FROM workflow_deliveries WHERE id = {deliveryId} FOR UPDATE SKIP LOCKED")
            : db.WorkflowDeliveries.Where(d => d.Id == deliveryId);
        if ((await query.IgnoreQueryFilters([AppDbContext.CompanyFilter]).ToListAsync(ct)).SingleOrDefault() is not { } row) return false;
        db.Remove(row);
        return true;
    }

    public void Send(Delivery delivery) => Add(WorkflowDelivery.Of(delivery), delivery.Command);

    public void KeepEarly(Delivery stimulus, DateTime untilUtc) => Add(WorkflowDelivery.Of(stimulus, untilUtc), stimulus.Command);

    public async Task<IReadOnlyList<WaitingBookmark>> FindBookmarksAsync(SendStimulus stimulus, CancellationToken ct)
    {
        var (company, hash) = (Guid.ParseExact(stimulus.TenantId, "D"), stimulus.Hash);
        var waiting = Bookmarks.Where(b => b.Hash == hash && b.CompanyId == company);
        if (stimulus.InstanceId is { } instance) waiting = waiting.Where(b => b.InstanceId == instance);
        if (stimulus.CorrelationId is { } correlation) waiting = waiting.Where(b => Instances.Any(i => i.Id == b.InstanceId && i.CorrelationId == correlation));
        return await waiting.OrderBy(b => b.CreatedUtc).ThenBy(b => b.Id).Select(b => new WaitingBookmark(b.Id, b.InstanceId)).ToListAsync(ct);
    }

    // Shared, so that the starts of several children do not wait for each other. On SQLite the transaction has the database for itself.
    public async Task<bool> HoldWaitAsync(string bookmarkId, CancellationToken ct) => await HotQuery.FirstAsync(db,
        db.Database.IsNpgsql() ? "SELECT id FROM workflow_bookmarks WHERE id = $1 FOR SHARE" : "SELECT id FROM workflow_bookmarks WHERE id = $1", [bookmarkId], row => row.GetString(0), ct) is not null;

    public async Task CommitAsync(CancellationToken ct)
    {
        foreach (var row in confidential) row.Command = await seals.SealAsync(row.CompanyId, new(WorkflowDelivery.Table, row.Id, WorkflowDelivery.CommandColumn), row.Command, ct);
        await transaction.CommitAsync(ct);
        if (!hasNew) return;
        signal.MayHaveEarly = true;
        signal.Raise();
    }

    public async Task PutOffAsync(string deliveryId, DateTime nowUtc, string why, CancellationToken ct)
    {
        if (await All.SingleOrDefaultAsync(d => d.Id == deliveryId, ct) is not { } row) return;
        row.NotBeforeUtc = nowUtc + TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, row.FailedTries), LongestPause.TotalSeconds));
        (row.FailedTries, row.LastProblem) = (row.FailedTries + 1, why);
        await db.SaveChangesAsync(ct);
    }

    private async Task<IReadOnlyList<Delivery>> ReadAsync(List<WorkflowDelivery> rows, CancellationToken ct)
    {
        var read = new List<Delivery>(rows.Count);
        foreach (var row in rows) read.Add(await row.ReadAsync(seals, ct));
        return read;
    }

    private void Add(WorkflowDelivery row, Command command)
    {
        db.Add(row);
        if (command.IsConfidential) confidential.Add(row);
        hasNew = true;
    }

    private IQueryable<WorkflowDelivery> All => db.WorkflowDeliveries.IgnoreQueryFilters([AppDbContext.CompanyFilter]);

    private IQueryable<WorkflowBookmark> Bookmarks => db.WorkflowBookmarks.IgnoreQueryFilters([AppDbContext.CompanyFilter]);

    private IQueryable<WorkflowInstance> Instances => db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]);
}
