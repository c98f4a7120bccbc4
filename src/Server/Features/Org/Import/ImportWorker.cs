using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>There may be an import to run.</summary>
internal sealed class ImportSignal : Signal;

/// <summary>Runs imports one after the other. What a stopped or dead process has left half done goes on, here or in another process.</summary>
internal sealed partial class ImportWorker(IServiceScopeFactory scopes, RunImport run, ImportProgress progress, ImportSignal signal, TimeProvider time, ILogger<ImportWorker> log) : SignalledWorker(signal, log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1), Renewal = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task<int> WorkAsync(CancellationToken ct)
    {
        var done = 0;
        for (; await TakeAsync(ct) is { } job; done++) await RunAsync(job, ct);
        return done;
    }

    private async Task<PeopleImport?> TakeAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var nowUtc = time.GetUtcNow().UtcDateTime;
        var due = await db.PeopleImports.AsNoTracking()
            .Where(i => (i.State == ImportState.Checking || i.State == ImportState.Applying) && (i.LeasedUntilUtc == null || i.LeasedUntilUtc < nowUtc))
            .OrderBy(i => i.Id).FirstOrDefaultAsync(ct);
        return due is not null && await LeaseAsync(due, i => i.LeasedUntilUtc == null || i.LeasedUntilUtc < nowUtc, nowUtc + Lease, ct) ? due : null;
    }

    private async Task RunAsync(PeopleImport job, CancellationToken ct)
    {
        progress.Report(job.Id, 0);
        // On SQLite the run holds the database; nobody else could take the job there anyway.
        await using var renewal = time.CreateTimer(_ => _ = RenewAsync(job), null, Renewal, Renewal);
        try
        {
            await run.RunAsync(job, ct);
        }
        catch (UnreadableFileException unreadable)
        {
            await FailAsync(job, unreadable.Message, ct);
        }
        catch (OperationCanceledException)
        {
            // The server stops: whoever starts next need not wait for the lease to run out.
            await LeaseAsync(job, i => i.LeasedUntilUtc != null, null, CancellationToken.None);
            throw;
        }
        catch (Exception e) when (!WriteConflict.Is(e))
        {
            RunFailed(Log, e);
            await FailAsync(job, "Expected to import the file, but it failed by an error of the server. Nothing was written; the server's log has the particulars.", ct);
        }
        catch (Exception e)
        {
            // Somebody else was faster in changing the same people. The next attempt sees what they did.
            LostRace(Log, e, job.Id);
            await LeaseAsync(job, i => i.LeasedUntilUtc != null, null, ct);
        }
        finally
        {
            progress.Forget(job.Id);
        }
    }

    private async Task RenewAsync(PeopleImport job)
    {
        try
        {
            await LeaseAsync(job, i => i.LeasedUntilUtc != null, time.GetUtcNow().UtcDateTime + Lease, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The lease is long enough for one renewal to be missed.
            LostRace(Log, e, job.Id);
        }
    }

    private async Task<bool> LeaseAsync(PeopleImport job, System.Linq.Expressions.Expression<Func<PeopleImport, bool>> condition, DateTime? untilUtc, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var percent = progress.Of(job.Id) ?? 0;
        using var alone = await scope.ServiceProvider.GetRequiredService<SqliteWriteGate>().EnterAsync(ct);
        return await db.PeopleImports.Where(i => i.Id == job.Id && i.State == job.State).Where(condition)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.LeasedUntilUtc, untilUtc).SetProperty(i => i.Progress, percent), ct) == 1;
    }

    private async Task FailAsync(PeopleImport job, string why, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        using var alone = await scope.ServiceProvider.GetRequiredService<SqliteWriteGate>().EnterAsync(ct);
        await db.PeopleImports.Where(i => i.Id == job.Id && i.State == job.State)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Failed).SetProperty(i => i.Problem, why).SetProperty(i => i.LeasedUntilUtc, (DateTime?)null), ct);
    }

    [LoggerMessage(LogLevel.Error, "Expected to run an import, but it failed.")]
    private static partial void RunFailed(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Information, "Import {ImportId} met another writer and goes on.")]
    private static partial void LostRace(ILogger log, Exception e, Guid importId);
}

/// <summary>Wakes the worker from time to time, for imports that another process has left, and once after a start.</summary>
[DisallowConcurrentExecution]
internal sealed class ImportSweep(ImportSignal signal) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        signal.Raise();
        return ValueTask.CompletedTask;
    }
}
