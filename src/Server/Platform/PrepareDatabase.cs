using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Before anything else starts: migrates the database, takes over the stored clock, seeds the demo group where asked, and does the features' startup steps. One process at a time.</summary>
internal sealed class PrepareDatabase(IServiceScopeFactory scopes, DemoOptions demo) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await MigrateDatabase.MakeSureItExistsAsync(db, cancellationToken);
        await using var alone = await StartLock.TakeAsync(db, cancellationToken);
        await MigrateDatabase.RunAsync(db, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<StoredClock>().LoadAsync(cancellationToken);
        if (demo.Seed && !await db.Companies.AnyAsync(cancellationToken)) await SeedAsync(cancellationToken);
        await DoStepsAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SeedAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var part in scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(p => p.Order))
        {
            await part.AddAsync(ct);
            await db.SaveChangesAsync(ct);
        }
        await transaction.CommitAsync(ct);
    }

    private async Task DoStepsAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var step in scope.ServiceProvider.GetServices<IStartupStep>().OrderBy(s => s.Order)) await step.RunAsync(ct);
    }
}
