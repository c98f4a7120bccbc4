using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Keeps what an import has decided, part by part, so that a break loses one part at most.</summary>
internal sealed class ImportChunks(WriteAttempts writes)
{
    /// <summary>How many parts were decided on this basis, from the first one on without a gap. What was decided on another basis is thrown away.</summary>
    public Task<int> OnAsync(PeopleImport job, string basis, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await BasisAsync(db, job, token) == basis) return await db.ImportChunks.CountAsync(c => c.ImportId == job.Id, token);
        await db.ImportChunks.Where(c => c.ImportId == job.Id).ExecuteDeleteAsync(token);
        await db.PeopleImports.Where(i => i.Id == job.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Basis, basis), token);
        return 0;
    }, ct);

    /// <summary>The basis that the kept parts were decided on.</summary>
    public static Task<string?> BasisAsync(AppDbContext db, PeopleImport job, CancellationToken ct) => db.PeopleImports.Where(i => i.Id == job.Id).Select(i => i.Basis).SingleAsync(ct);

    /// <summary>Keeps a part. Where another process has decided the same part, because this one was taken for dead, it has decided the same.</summary>
    public Task KeepAsync(PeopleImport job, int number, byte[] packed, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (!await db.ImportChunks.AnyAsync(c => c.ImportId == job.Id && c.Number == number, token)) db.Add(new ImportChunk { ImportId = job.Id, Number = number, CompanyId = job.CompanyId, Rows = packed });
        return number;
    }, ct);
}
