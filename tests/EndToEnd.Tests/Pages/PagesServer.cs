using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>The server that journeys share which leave each other alone: each has flows and people of its own.</summary>
public sealed class PagesServer : IAsyncDisposable
{
    private readonly Lazy<Task<(HrBpmServer Server, SpareWindows Windows)>> started = new(StartSharedAsync);

    /// <summary>The server, started at first need, and windows that other journeys have left there.</summary>
    internal Task<(HrBpmServer Server, SpareWindows Windows)> StartAsync() => started.Value;

    /// <summary>One that nobody shares, for a journey that moves the clock or changes what others run.</summary>
    internal static Task<HrBpmServer> StartNewAsync() => HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Pages:Enabled"] = "true" });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated) await (await started.Value).Server.DisposeAsync();
    }

    private static async Task<(HrBpmServer, SpareWindows)> StartSharedAsync()
    {
        var server = await StartNewAsync();
        return (server, new SpareWindows(PagesBrowser.AddressOf(server)));
    }
}
