using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>How far a company's rotation has come.</summary>
/// <param name="Key">Number of the key that everything new is sealed with; 0 while the company has none.</param>
/// <param name="SinceUtc">When that key was made.</param>
/// <param name="Rows">Rows with sealed values.</param>
/// <param name="Done">Those of them that are sealed with that key.</param>
/// <param name="Others">Blind indexes that are made anew with a key of their own, and values that follow a setting.</param>
internal sealed record RotationProgress(int Key, DateTime? SinceUtc, int Rows, int Done, IReadOnlyList<KeyWorkProgress> Others)
{
    /// <summary>Rows that are left, of whatever work.</summary>
    public int Left => Rows - Done + Others.Sum(o => o.Rows - o.Done);
}

/// <summary>
/// Changes companies' keys while the server works: what is written from now on is sealed with the new key, and what was sealed before is sealed anew, some rows at a time.
/// What is left to do is what the rows say, so a restart loses nothing.
/// </summary>
internal sealed partial class KeyRotation(IServiceScopeFactory scopes, WriteAttempts writes, ILogger<KeyRotation> log) : IComesDue
{
    private const int RowsAtOnce = 200;

    /// <summary>Gives the company its next keys, for fields and for blind indexes.</summary>
    public async Task<RotationProgress> BeginAsync(Guid companyId, string actor, CancellationToken ct)
    {
        await writes.RunAsync(async (scope, token) =>
        {
            var keys = scope.GetRequiredService<CompanyKeys>();
            var (number, index) = (await keys.RotateAsync(companyId, KeyUse.Fields, token), await keys.RotateAsync(companyId, KeyUse.Index, token));
            scope.GetRequiredService<IAuditTrail>().Record(new(companyId, actor, "keys.rotated", $"company:{companyId:D}", new { key = number, index }));
            return number;
        }, ct);
        return await ProgressAsync(companyId, ct);
    }

    public async Task<RotationProgress> ProgressAsync(Guid companyId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var others = new List<KeyWorkProgress>();
        foreach (var work in scope.ServiceProvider.GetServices<IKeyWork>())
            if (await work.CountAsync(companyId, ct) is { All: > 0 } at) others.Add(new(work.Name, at.All, at.Done));
        if (await NewestAsync(scope.ServiceProvider, companyId, ct) is not { } key) return new(0, null, 0, 0, others);
        var (rows, done) = (0, 0);
        foreach (var table in scope.ServiceProvider.GetServices<ISealedTable>())
        {
            var count = await table.CountAsync(companyId, key.Id, ct);
            (rows, done) = (rows + count.All, done + count.Done);
        }
        return new(key.Number, key.MadeAtUtc, rows, done, others);
    }

    /// <summary>Companies that have a key.</summary>
    public async Task<IReadOnlyList<Guid>> CompaniesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().CompanyKeys.Where(k => k.Use == KeyUse.Fields).Select(k => k.CompanyId).Distinct().ToListAsync(ct);
    }

    /// <summary>Seals anew whatever is not sealed with its company's newest key.</summary>
    /// <returns>How many rows that were.</returns>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        var done = 0;
        foreach (var company in await LeftAsync(ct)) done += await ResealAsync(company, ct);
        return done;
    }

    // Asked of all companies at once and without a transaction: most of the time there is nothing to do, and then neither the database nor anybody who writes should notice.
    private async Task<IReadOnlySet<Guid>> LeftAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var left = new HashSet<Guid>();
        foreach (var work in scope.ServiceProvider.GetServices<IKeyWork>()) left.UnionWith(await work.LeftAsync(ct));
        if (!await scope.ServiceProvider.GetRequiredService<CompanyKeys>().AnyRotatedAsync(KeyUse.Fields, ct)) return left;
        foreach (var table in scope.ServiceProvider.GetServices<ISealedTable>()) left.UnionWith(await table.LeftAsync(ct));
        return left;
    }

    private async Task<int> ResealAsync(Guid companyId, CancellationToken ct)
    {
        var done = 0;
        try
        {
            for (var some = 1; some > 0; done += some) some = await ResealSomeAsync(companyId, ct);
        }
        catch (SealedValueException broken)
        {
            // A value that nobody can open must not keep the other companies' from being sealed anew.
            Stuck(log, broken.Message);
        }
        return done;
    }

    private Task<int> ResealSomeAsync(Guid companyId, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var some = 0;
        foreach (var work in scope.GetServices<IKeyWork>()) some += await work.RunAsync(companyId, RowsAtOnce, token);
        if (await NewestAsync(scope, companyId, token) is not { } key) return some;
        foreach (var table in scope.GetServices<ISealedTable>()) some += await table.ResealAsync(companyId, key.Id, RowsAtOnce, token);
        return some;
    }, ct);

    private static Task<CompanyKey?> NewestAsync(IServiceProvider scope, Guid companyId, CancellationToken ct) =>
        scope.GetRequiredService<AppDbContext>().CompanyKeys.AsNoTracking()
            .Where(k => k.CompanyId == companyId && k.Use == KeyUse.Fields).OrderByDescending(k => k.Number).FirstOrDefaultAsync(ct);

    [LoggerMessage(LogLevel.Critical, "A rotation of keys is stuck: {Problem}")]
    private static partial void Stuck(ILogger log, string problem);
}
