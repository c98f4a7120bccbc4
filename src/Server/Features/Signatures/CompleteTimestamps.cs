using HrBpm.Activities.Evidence;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Asks the authority again for signatures that it gave no token for. The call is made outside a transaction; only its result is written.</summary>
internal sealed class CompleteTimestamps(IServiceScopeFactory scopes, SignatureOptions options, TimeProvider clock)
{
    /// <summary>Tries those that are due.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (options.TimestampAuthority.Url is null) return 0;
        var due = await DueAsync(ct);
        foreach (var id in due) await TryAsync(id, ct);
        return due.Count;
    }

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow().UtcDateTime;
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Signatures
            .Where(s => s.NextTimestampUtc <= now).OrderBy(s => s.NextTimestampUtc).Select(s => s.Id).Take(50).ToListAsync(ct);
    }

    private async Task TryAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (await db.Signatures.SingleOrDefaultAsync(s => s.Id == id && s.NextTimestampUtc != null, ct) is not { } signature) return;
        var cms = DetachedCms.Read(signature.Cms, signature.Statement);
        var outcome = await scope.ServiceProvider.GetRequiredService<TimestampAuthority>().StampAsync(cms, ct);
        if (outcome is TimestampOutcome.Granted granted)
        {
            signature.Complete(cms.Encode(), granted.AtUtc);
            scope.ServiceProvider.GetRequiredService<IAuditTrail>().Record(new AuditFact(
                signature.CompanyId, "time-stamp authority", "signatures.timestamped", $"signature:{id:D}", new { granted.AtUtc }));
        }
        else if (outcome is TimestampOutcome.Unavailable unavailable)
        {
            signature.Postpone(unavailable.Reason, clock.GetUtcNow().UtcDateTime, options.TimestampAuthority);
        }
        await SaveAsync(db, ct);
    }

    private static async Task SaveAsync(AppDbContext db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another process got a token at the same moment; one is enough.
        }
    }
}

/// <summary>Runs <see cref="CompleteTimestamps"/> for as long as the server runs.</summary>
internal sealed partial class CompleteTimestampsAlways(CompleteTimestamps timestamps, TimeProvider clock, ILogger<CompleteTimestampsAlways> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timestamps.RunAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // The server stops; the next one asks.
                return;
            }
            catch (Exception failed) when (failed is DbUpdateException or System.Data.Common.DbException or InvalidOperationException or System.Security.Cryptography.CryptographicException)
            {
                NotCompleted(failed);
            }
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Expected to complete time stamps, but it failed; it is tried again.")]
    private partial void NotCompleted(Exception failed);
}
