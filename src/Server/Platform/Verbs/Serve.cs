using System.CommandLine;
using System.Data.Common;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.AspNetCore.Connections;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Serves until it is asked to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration console, CancellationToken ct)
    {
        var app = HrBpmHost.Build(args);
        await using (app)
        {
            await StartAsync(app, ct);
            if (await HasDemoAsync(app.Services, ct)) await console.Output.WriteLineAsync(DemoBanner.Text(app.Urls.First()));
            await app.WaitForShutdownAsync(ct);
        }
        return 0;
    }

    /// <summary>Starts the server, and says in a sentence why that was not possible where the reason lies outside the program.</summary>
    /// <exception cref="SettingsException">The database does not answer, or the address is taken.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception failed) when (DatabaseErrorIn(failed) is not null)
        {
            throw new SettingsException($"Expected the {app.Services.GetRequiredService<DatabaseOptions>().Provider} database to be usable, but: {DatabaseErrorIn(failed)!.Message}");
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new SettingsException($"Expected a free address to listen on, but: {taken.Message} Give another one with --urls http://localhost:5081.");
        }
    }

    // EF Core wraps an error that might go away by itself.
    private static DbException? DatabaseErrorIn(Exception failed) => failed as DbException ?? failed.InnerException as DbException;

    private static async Task<bool> HasDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        if (!services.GetRequiredService<DemoOptions>().Seed) return false;
        await using var scope = services.CreateAsyncScope();
        var demo = DemoIds.Of("company:" + DemoGroup.Name);
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Companies.AnyAsync(c => c.Id == demo, ct);
    }
}
