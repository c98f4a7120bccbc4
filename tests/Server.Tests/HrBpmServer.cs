using System.Net;
using System.Net.Http.Json;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HrBpm.Server.Tests;

/// <summary>The real server on a free loopback port, with a fresh database that holds the demo group.</summary>
internal sealed class HrBpmServer : IAsyncDisposable
{
    /// <summary>Password of every person of the demo.</summary>
    public const string Password = "Hrbpm-2026!";

    private readonly FreshDatabase? owned;
    private readonly WebApplication app;
    private readonly List<HttpClient> clients = [];

    private HrBpmServer(WebApplication app, FreshDatabase database, FreshDatabase? owned)
    {
        this.app = app;
        Database = database;
        this.owned = owned;
    }

    /// <summary>Starts a server on a database that has the demo group already.</summary>
    /// <param name="database">Which kind of database.</param>
    /// <param name="settings">Further settings, such as <c>["Sandbox:Enabled"] = "false"</c>.</param>
    /// <param name="adjust">Changes to services before the server is built.</param>
    public static async Task<HrBpmServer> StartAsync(TestDatabase database, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? adjust = null)
    {
        var fresh = new FreshDatabase(database);
        try
        {
            await TemplateDatabases.CopyToAsync(fresh);
            return await StartAsync(fresh, fresh, settings, adjust);
        }
        catch
        {
            await fresh.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server on a database that outlives it, for example to start another one on it. Where it is still empty, the server prepares it.</summary>
    public static Task<HrBpmServer> StartAsync(FreshDatabase database, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? adjust = null) =>
        StartAsync(database, null, settings, adjust);

    /// <summary>Where the server listens, for example <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The server's clock. Move it with <see cref="ShiftableClock.Advance"/>.</summary>
    public ShiftableClock Clock => Services.GetRequiredService<ShiftableClock>();

    /// <summary>Works in a scope of the server, as the system itself, for example <c>server.InScopeAsync(async s => await s.GetRequiredService&lt;AppDbContext&gt;()...)</c>.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Stops the server as a deployment does; the database stays.</summary>
    public Task StopAsync() => app.StopAsync();

    /// <summary>The database, for tests that look behind the server or tamper with it.</summary>
    public FreshDatabase Database { get; }

    /// <summary>A client that has not signed in.</summary>
    public HttpClient Client()
    {
        var client = HttpClientFactory.Make(Address);
        clients.Add(client);
        return client;
    }

    /// <summary>A client that is signed in as this person of the demo.</summary>
    public async Task<HttpClient> SignInAsync(string userName)
    {
        var client = Client();
        var answer = await client.PostAsJsonAsync("/api/sign-in", new { userName, password = Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return client;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        clients.ForEach(c => c.Dispose());
        await app.StopAsync();
        await app.DisposeAsync();
        if (owned is not null) await owned.DisposeAsync();
    }

    private static async Task<HrBpmServer> StartAsync(FreshDatabase database, FreshDatabase? owned, IReadOnlyDictionary<string, string?>? settings, Action<WebApplicationBuilder>? adjust)
    {
        string[] given = [.. (settings ?? new Dictionary<string, string?>()).Select(s => $"--{s.Key}={s.Value}")];
        var app = HrBpmHost.Build([.. Defaults, .. database.Arguments, .. given], builder =>
        {
            // Otherwise a timer holds each server in memory for two minutes after its end, and there are hundreds.
            builder.Services.ConfigureHttpClientDefaults(client => client.SetHandlerLifetime(Timeout.InfiniteTimeSpan));
            adjust?.Invoke(builder);
            if (owned is not null) LeaveUnsealed(builder.Services);
        });
        try
        {
            await app.StartAsync();
            return new HrBpmServer(app, database, owned);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    // Sealing what a server leaves behind would cost each test thirty milliseconds, for a database that ends with it.
    private static void LeaveUnsealed(IServiceCollection services)
    {
        if (services.SingleOrDefault(s => s.ImplementationType == typeof(SealEntries)) is not { } sealing) return;
        services.Remove(sealing);
        services.AddHostedService(provider => new WithoutLastWord(ActivatorUtilities.CreateInstance<SealEntries>(provider)));
    }

    private sealed class WithoutLastWord(SealEntries entries) : IHostedService, IDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken) => entries.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => entries.StopAsync(cancellationToken);

        public void Dispose() => entries.Dispose();
    }

    // Hashing a password at full cost takes a tenth of a second, which hundreds of sign-ins would feel.
    private static readonly string[] Defaults =
        ["--urls=http://127.0.0.1:0", "--environment=Development", "--Demo:Seed=true", "--Sandbox:Enabled=true", "--Pages:Enabled=false", "--SignIn:HashIterations=1000", "--SignIn:SecondFactor:Administrators=false", "--Transport:ExpensivePerMinute=1000000", "--Transport:UploadsPerMinute=1000000",
        "--hostBuilder:reloadConfigOnChange=false", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"];
}
