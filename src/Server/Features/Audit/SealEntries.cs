using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Runs the sealer for as long as the server runs.</summary>
internal sealed partial class SealEntries(AuditSealer sealer, AuditSignal signal, AuditOptions options, TimeProvider clock, ILogger<SealEntries> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await SealAsync(stoppingToken);
            await signal.WaitAsync(options.Sweep, clock, stoppingToken);
            await Task.Delay(options.Collect, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SealAsync(CancellationToken ct)
    {
        try
        {
            await sealer.SealAsync(ct);
        }
        catch (LogBrokenException broken)
        {
            Broken(broken.Message);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The server stops; whatever is left is sealed by the next one.
        }
        catch (Exception failed) when (failed is DbUpdateException or System.Data.Common.DbException or IOException or InvalidOperationException or System.Security.Cryptography.CryptographicException)
        {
            // The entries stay unsealed and are tried again with the next signal or sweep.
            NotSealed(failed);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Nothing more is sealed in a broken log: {Problem} Run the verb 'verify'.")]
    private partial void Broken(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Expected to seal the new audit entries, but it failed; it is tried again.")]
    private partial void NotSealed(Exception failed);
}
