using Microsoft.AspNetCore.SignalR;

namespace HrBpm.Server.Features.Inbox.Live;

/// <summary>Tells people that something of theirs has changed, once it has committed, whichever server process did it. While no page is connected, it does nothing.</summary>
/// <remarks>It looks at what is committed instead of being called by the commit: so nothing that was rolled back is ever told, and a slow page slows no run down.</remarks>
internal sealed partial class TellInboxes(IServiceScopeFactory scopes, WatchedInboxes watched, IHubContext<InboxHub> hub, ILogger<TellInboxes> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Real time: a sandbox clock that stands still must not silence it.
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (watched.People() is { Count: > 0 } people) await LookAsync(people, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LookingFailed(log, e);
            }
        }
    }

    private async Task LookAsync(IReadOnlyList<Guid> people, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var (person, stamp) in await scope.ServiceProvider.GetRequiredService<InboxStamps>().OfAsync(people, ct))
            if (watched.IsNews(person, stamp)) await hub.Clients.Group(person.ToString("D")).SendAsync(InboxHub.Changed, ct);
    }

    [LoggerMessage(LogLevel.Error, "Expected to tell pages what has changed in inboxes, but it failed; the next look tries again.")]
    private static partial void LookingFailed(ILogger log, Exception e);
}
