using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Keeps what an import has decided, part by part, so that a break loses one part at most.</summary>
internal sealed class ImportChunks(WriteAttempts writes)
{
    /// <summary>The parts that were decided on this basis, from the first one on without a gap. What was decided on another basis is thrown away.</summary>
    public Task<List<ImportChunk>> OnAsync(PeopleImport job, string basis, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var stored = await db.PeopleImports.SingleAsync(i => i.Id == job.Id, token);
        if (stored.Basis == basis) return await db.ImportChunks.AsNoTracking().Where(c => c.ImportId == job.Id).OrderBy(c => c.Number).ToListAsync(token);
        await db.ImportChunks.Where(c => c.ImportId == job.Id).ExecuteDeleteAsync(token);
        stored.Basis = basis;
        return [];
    }, ct);

    /// <summary>Keeps a part. Where another process has decided the same part, because this one was taken for dead, it has decided the same.</summary>
    public Task KeepAsync(PeopleImport job, int number, byte[] packed, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (!await db.ImportChunks.AnyAsync(c => c.ImportId == job.Id && c.Number == number, token)) db.Add(new ImportChunk { ImportId = job.Id, Number = number, CompanyId = job.CompanyId, Rows = packed });
        return number;
    }, ct);
}
