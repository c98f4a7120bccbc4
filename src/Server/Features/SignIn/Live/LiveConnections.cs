using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;

namespace HrBpm.Server.Features.SignIn.Live;

/// <summary>A connection over SignalR that a page of this process holds open.</summary>
/// <param name="Caller">The connection.</param>
/// <param name="SessionId">The session by which it came.</param>
/// <param name="Needs">The permission that its hub needs; null where it needs none.</param>
internal sealed record LiveConnection(HubCallerContext Caller, Guid SessionId, Permission? Needs);

/// <summary>The connections that are open. Entered for every hub, so that a new one cannot be forgotten.</summary>
internal sealed class LiveConnections : IHubFilter
{
    private readonly Lock door = new();
    private readonly Dictionary<string, LiveConnection> open = [];

    /// <summary>The connections.</summary>
    public IReadOnlyList<LiveConnection> All()
    {
        lock (door)
        {
            return [.. open.Values];
        }
    }

    /// <inheritdoc />
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        await next(context);
        if (Session.IdOf(context.Context.User) is not { } session) return;
        var needs = context.Context.GetHttpContext()?.GetEndpoint()?.Metadata.GetMetadata<NeedsPermission>()?.Permission;
        lock (door)
        {
            open[context.Context.ConnectionId] = new LiveConnection(context.Context, session, needs);
        }
    }

    /// <inheritdoc />
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        lock (door)
        {
            open.Remove(context.Context.ConnectionId);
        }

        return next(context, exception);
    }
}
