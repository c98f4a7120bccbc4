using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Runs the sealer for as long as the server runs, and once more when it stops: what is written last is not left for the next start, before which somebody may verify.</summary>
internal sealed partial class SealEntries(AuditSealer sealer, AuditSignal signal, AuditOptions options, TimeProvider clock, ILogger<SealEntries> log) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // By then everybody else who writes has stopped.
    public Task StoppedAsync(CancellationToken cancellationToken) => SealAsync(cancellationToken);

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
            // The server stops, and seals what is left on its way; if it has no time for that, the next one does.
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
