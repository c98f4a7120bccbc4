using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.SignalR.Client;

namespace HrBpm.Designer.Inbox;

/// <summary>Hears from the server that something of this person has changed. Where it hears nothing, pages work as before; they are told that it is so.</summary>
/// <param name="navigation">Says where the server is.</param>
public sealed class InboxLive(NavigationManager navigation) : IRetryPolicy, IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    private readonly CancellationTokenSource ending = new();
    private HubConnection? hub;

    /// <summary>Something of this person has changed, or may have while nothing was heard.</summary>
    public event Func<Task>? Changed;

    /// <summary>The connection was lost, or is there again.</summary>
    public event Action? StateChanged;

    /// <summary>Nothing is heard: lists may be old.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Begins to listen; the first time only. It does not wait for the server.</summary>
    public void Start()
    {
        if (hub is not null) return;
        // Signed in by the session's cookie, which no script sees.
        hub = new HubConnectionBuilder().WithUrl(navigation.ToAbsoluteUri("hubs/inbox")).WithAutomaticReconnect(this).Build();
        hub.On("changed", TellAsync);
        hub.Reconnecting += _ => SetLost(true);
        hub.Reconnected += _ => SetLost(false);
        _ = ConnectAsync();
    }

    /// <summary>How long to wait before the next attempt: longer each time, up to half a minute, and never for good.</summary>
    public TimeSpan? NextRetryDelay(RetryContext retryContext) => Pauses[Math.Min(retryContext.PreviousRetryCount, Pauses.Length - 1)];

    /// <summary>Tells pages that something has changed.</summary>
    internal async Task TellAsync()
    {
        foreach (var tell in Changed?.GetInvocationList().Cast<Func<Task>>() ?? []) await tell();
    }

    /// <summary>The connection is lost, or there again.</summary>
    internal Task SetLost(bool isLost)
    {
        if (IsLost == isLost) return Task.CompletedTask;
        IsLost = isLost;
        StateChanged?.Invoke();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        ending.Dispose();
        if (hub is not null) await hub.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        for (var attempt = 1; !ending.IsCancellationRequested; attempt++)
        {
            try
            {
                await hub!.StartAsync(ending.Token);
                await SetLost(false);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or TimeoutException or System.Net.WebSockets.WebSocketException)
            {
                await SetLost(true);
                await Task.Delay(Pauses[Math.Min(attempt, Pauses.Length - 1)], TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
