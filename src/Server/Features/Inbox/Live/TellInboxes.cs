using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;

namespace HrBpm.Server.Features.Inbox.Live;

/// <summary>Tells people that something of theirs has changed, once it has committed, whichever server process did it. While no page is connected, it does nothing.</summary>
/// <remarks>It looks at what is committed instead of being called by the commit: so nothing that was rolled back is ever told, and a slow page slows no run down.</remarks>
internal sealed class TellInboxes(IServiceScopeFactory scopes, WatchedInboxes watched, IHubContext<InboxHub> hub, ILogger<TellInboxes> log) : RepeatedLook(TimeSpan.FromSeconds(1), log)
{
    /// <inheritdoc />
    protected override async Task LookAsync(CancellationToken ct)
    {
        if (watched.People() is not { Count: > 0 } people) return;
        await using var scope = scopes.CreateAsyncScope();
        foreach (var (person, stamp) in await scope.ServiceProvider.GetRequiredService<InboxStamps>().OfAsync(people, ct))
            if (watched.IsNews(person, stamp)) await hub.Clients.Group(person.ToString("D")).SendAsync(InboxHub.Changed, ct);
    }
}
