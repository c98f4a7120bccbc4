using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Throws away what imports leave behind about people: of one that nobody applied, everything but its figures; of one that was applied, the report.</summary>
internal sealed class ForgetImports(IServiceScopeFactory scopes, WriteAttempts writes, ImportOptions options, TimeProvider clock)
{
    /// <returns>How many imports something went of.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var (lapses, ages) = (nowUtc - options.UnappliedKept, nowUtc - options.ReportsKept);
        var gone = 0;
        // One by one: on SQLite nobody else writes meanwhile, and a file may be large.
        foreach (var id in await DueAsync(lapses, ages, ct)) gone += await writes.RunAsync((scope, token) => ForgetAsync(scope.GetRequiredService<AppDbContext>(), id, token), ct);
        return gone;
    }

    private async Task<List<Guid>> DueAsync(DateTime lapses, DateTime ages, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().PeopleImports
            .Where(i => i.State == ImportState.Applied ? i.Report != null && i.UploadedUtc < ages
                : i.State != ImportState.Lapsed && i.State != ImportState.Checking && i.State != ImportState.Applying && i.UploadedUtc < lapses)
            .OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(ct);
    }

    private static async Task<int> ForgetAsync(AppDbContext db, Guid id, CancellationToken ct)
    {
        var import = await db.PeopleImports.SingleAsync(i => i.Id == id, ct);
        // Somebody may have come back to it in between.
        if (import.IsBusy) return 0;
        import.Report = null;
        if (import.State == ImportState.Applied) return 1;
        (import.State, import.Mapping, import.Basis, import.Problem) = (ImportState.Lapsed, null, null, null);
        await db.ImportedFiles.Where(f => f.Id == id).ExecuteDeleteAsync(ct);
        await db.ImportChunks.Where(c => c.ImportId == id).ExecuteDeleteAsync(ct);
        return 1;
    }

    /// <summary>Empties the rows about one person in the reports of their company that are still kept: what changed, and the cells of a rejected row.</summary>
    /// <param name="db">The database.</param>
    /// <param name="personId">Whose rows.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task ForgetPersonAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person) return;
        var reports = await db.PeopleImports.Where(i => i.CompanyId == person.CompanyId && i.Report != null).Select(i => i.Id).ToListAsync(ct);
        foreach (var id in reports)
        {
            var import = await db.PeopleImports.SingleAsync(i => i.Id == id, ct);
            import.Report = await ImportReport.WithoutAsync(import.Report!, person.EmployeeNumber) ?? import.Report;
            await db.SaveChangesAsync(ct);
            db.Entry(import).State = EntityState.Detached;
        }
    }
}

/// <summary>Looks once an hour; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class ForgetImportsJob(ForgetImports forget, SweepTurn turn) : IJob
{
    public static readonly TimeSpan Beat = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await turn.RunAsync("imports", forget.RunAsync, cancellationToken);
}
