using System.Data.Common;

namespace HrBpm.Server.Platform;

/// <summary>Looks every second whether another process of the cluster has moved the clock. Only on PostgreSQL, with the sandbox on.</summary>
internal sealed partial class FollowClock(IServiceScopeFactory scopes, ILogger<FollowClock> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<StoredClock>().LoadAsync(stoppingToken);
            }
            catch (DbException unreachable)
            {
                LogUnreachable(unreachable.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not read the clock's offset, and goes on with the last known one: {Reason}")]
    private partial void LogUnreachable(string reason);
}
