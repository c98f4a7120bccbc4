using HrBpm.Designer.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.SignalR.Client;

namespace HrBpm.Designer.Presence;

/// <summary>Says to the server which definition is open here, and hears who else has it open and has saved it. Where it hears nothing, the designer works as before: no save goes over another's unseen.</summary>
/// <param name="navigation">Says where the server is.</param>
/// <param name="api">Is asked what has changed.</param>
public sealed class FlowLive(NavigationManager navigation, HrBpmClient api) : IRetryPolicy, IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    private HubConnection? hub;
    private string? open;
    private bool isEditing;

    /// <summary>Somebody has come, gone, begun to edit, or saved.</summary>
    public event Action? Changed;

    /// <summary>Who has it open and who saved it last, as the server said it last; null until it has.</summary>
    public ShowOpenFlowAnswer? Known { get; private set; }

    /// <summary>This definition is open from now on. It does not wait for the server's hub.</summary>
    public async Task OpenAsync(string definitionId)
    {
        if (open == definitionId) return;
        (open, Known, isEditing) = (definitionId, null, false);
        if (hub is null)
        {
            // Signed in by the session's cookie, which no script sees.
            hub = new HubConnectionBuilder().WithUrl(navigation.ToAbsoluteUri("hubs/flows")).WithAutomaticReconnect(this).Build();
            hub.On("changed", TellAsync);
            hub.Reconnected += _ => SayAsync();
            _ = ConnectAsync(hub);
        }
        else
        {
            await SayAsync();
        }

        await TellAsync();
    }

    /// <summary>The person changes it, or not any more.</summary>
    public async Task EditAsync(bool isNow)
    {
        if (isEditing == isNow) return;
        isEditing = isNow;
        await SendAsync("EditAsync", isNow);
    }

    /// <summary>Nothing is open any more.</summary>
    public async Task CloseAsync()
    {
        (open, Known) = (null, null);
        if (hub is not { } ended) return;
        hub = null;
        await ended.DisposeAsync();
    }

    /// <summary>How long to wait before the next attempt: longer each time, up to half a minute, and never for good.</summary>
    public TimeSpan? NextRetryDelay(RetryContext retryContext) => Pauses[Math.Min(retryContext.PreviousRetryCount, Pauses.Length - 1)];

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Something has changed: asks what.</summary>
    internal async Task TellAsync()
    {
        if (open is not { } definitionId) return;
        try
        {
            var answer = await api.ShowOpenFlowAsync(definitionId);
            if (open != definitionId) return;
            Known = answer;
            Changed?.Invoke();
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            // What was known stays; the next change asks again.
        }
    }

    private async Task SayAsync()
    {
        if (open is not { } definitionId) return;
        await SendAsync("OpenAsync", definitionId);
        if (isEditing) await SendAsync("EditAsync", true);
    }

    private async Task SendAsync(string method, object argument)
    {
        if (hub is not { State: HubConnectionState.Connected } connected) return;
        try
        {
            await connected.InvokeAsync(method, argument);
        }
        catch (Exception e) when (e is Microsoft.AspNetCore.SignalR.HubException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // Lost on its way: it is said again when the connection is there again.
        }
    }

    private async Task ConnectAsync(HubConnection mine)
    {
        for (var attempt = 1; ReferenceEquals(hub, mine); attempt++)
        {
            try
            {
                await mine.StartAsync();
                await SayAsync();
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or TimeoutException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
            {
                await Task.Delay(Pauses[Math.Min(attempt, Pauses.Length - 1)], TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
