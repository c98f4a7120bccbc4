using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>
/// Starts instances when the moment of a trigger has come. One transaction moves the trigger to its next moment and sends the start, which is a delivery and therefore done once:
/// however many processes look, and wherever one of them dies.
/// </summary>
internal sealed class DueStarts(WriteAttempts writes, DeliverySignal deliveries, TimeProvider time) : IComesDue, IDisposable
{
    private const int Batch = 50;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <inheritdoc />
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var total = 0;
            for (var sent = 1; sent > 0; total += sent) sent = await writes.RunAsync(SendSomeAsync, ct);
            if (total > 0) deliveries.Raise();
            return total;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<int> SendSomeAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var store = services.GetRequiredService<IDeliveryStore>();
        var now = time.GetUtcNow().UtcDateTime;
        var due = await DueAsync(db, now, ct);
        foreach (var row in due)
        {
            var (trigger, moment) = (row.Read(), row.DueUtc!.Value);
            row.DueUtc = Recurrence.Next(trigger.Stimulus, moment, now);
            foreach (var (at, company) in (await CompaniesAsync(db, row, ct)).Index()) store.Send(StartOf(trigger, row.Id, company, moment, at + 1, now));
        }

        return due.Count;
    }

    private static Delivery StartOf(Trigger trigger, Guid rowId, Guid company, DateTime moment, int number, DateTime now) => new(
        string.Create(CultureInfo.InvariantCulture, $"{rowId:N}-{moment.Ticks}-{number}"), company.ToString("D"), number,
        trigger.StartFor(company.ToString("D"), Guid.CreateVersion7().ToString("N"), new Dictionary<string, object?>()), now);

    // SKIP LOCKED: two processes that look at once send different starts. On SQLite the transaction has the database for itself.
    private static Task<List<WorkflowTrigger>> DueAsync(AppDbContext db, DateTime now, CancellationToken ct) => db.WorkflowTriggers
        .FromSql(db.Database.IsNpgsql()
            ? (FormattableString)$"SELECT * FROM workflow_triggers WHERE due_utc <= {now} ORDER BY due_utc, id LIMIT {Batch} FOR UPDATE SKIP LOCKED"
            : $"SELECT * FROM workflow_triggers WHERE due_utc <= {now} ORDER BY due_utc, id LIMIT {Batch}")
        .ToListAsync(ct);

    // What belongs to all companies starts in each that employs anybody and has nothing in its place: no flow of its own, and no template of the company above.
    // A template starts in its own company, and in those below it that have no flow of their own.
    private static Task<List<Guid>> CompaniesAsync(AppDbContext db, WorkflowTrigger row, CancellationToken ct) => db.Companies
        .Where(c => c.Id == row.OwnerId || db.Employments.Any(e => e.CompanyId == c.Id) && !db.DefinitionVersions.Any(d => d.OwnerId == c.Id && d.DefinitionId == row.DefinitionId && d.IsPublished)
            && (row.OwnerId == DefinitionVersion.AllCompanies
                ? !db.DefinitionVersions.Any(d => d.OwnerId == c.ParentId && d.DefinitionId == row.DefinitionId && d.IsPublished && d.IsTemplate)
                : c.ParentId == row.OwnerId && db.DefinitionVersions.Any(d => d.Id == row.DefinitionVersionId && d.IsTemplate)))
        .Select(c => c.Id).Order().ToListAsync(ct);
}

/// <summary>Looks for due starts once a second of real time; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class DueStartJob(DueStarts starts, SweepTurn turn) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await turn.RunAsync("starts", starts.RunDueAsync, cancellationToken);
}
