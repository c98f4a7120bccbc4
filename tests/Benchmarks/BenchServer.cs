using HrBpm.Server;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace HrBpm.Benchmarks;

/// <summary>The product's services on a database of their own. Nothing works in the background (sealer, schedule, jobs), so that what is measured is the run alone.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private BenchServer(WebApplication app, BenchDatabase database) => (this.app, Database) = (app, database);

    /// <summary>The company that the instances belong to.</summary>
    public static string Company { get; } = Guid.CreateVersion7().ToString("D");

    public BenchDatabase Database { get; }

    public string DatabaseName => Database.IsPostgres ? "postgres" : "sqlite";

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => app.Services;

    public WorkflowRuntime Runtime => app.Services.GetRequiredService<WorkflowRuntime>();

    public static async Task<BenchServer> StartAsync(DatabaseProvider provider, CancellationToken ct)
    {
        var database = await BenchDatabase.MakeAsync(provider, ct);
        var app = Build(database.SettingsOver(database.Connection));
        await app.Services.GetServices<IHostedService>().OfType<PrepareDatabase>().Single().StartingAsync(ct);
        return new(app, database);
    }

    /// <summary>Publishes a definition for all companies.</summary>
    public async Task PublishAsync(string json, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(json, "the benchmark", ct);
    }

    /// <summary>Round trips of some work, counted on the wire by one client that does nothing else. Zero on SQLite, which runs in the process.</summary>
    /// <param name="warmUp">Done before the count starts.</param>
    /// <param name="work">Gets the runtime of a server of its own on the same database.</param>
    public async Task<int> CountRoundTripsAsync(Func<WorkflowRuntime, Task> warmUp, Func<WorkflowRuntime, Task> work)
    {
        if (!Database.IsPostgres) return 0;
        var direct = new NpgsqlConnectionStringBuilder(Database.Connection);
        await using var wire = new RoundTripCounter(direct.Host!, direct.Port);
        var counted = Build(Database.SettingsOver(new NpgsqlConnectionStringBuilder(Database.Connection) { Port = wire.Port, MinPoolSize = 0 }.ConnectionString));
        await using (counted)
        {
            var runtime = counted.Services.GetRequiredService<WorkflowRuntime>();
            await warmUp(runtime);
            var before = wire.Trips;
            await work(runtime);
            return wire.Trips - before;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>The product's services with these settings of a database.</summary>
    public static WebApplication Build(string[] settings) =>
        HrBpmHost.Build([.. settings, "--environment=Production", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
}
