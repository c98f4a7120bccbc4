using System.Runtime.CompilerServices;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>The decided rows of an import, read back from where they are kept. No more than a part of them is in memory.</summary>
/// <param name="job">The import.</param>
/// <param name="outlines">Its rows.</param>
/// <param name="fields">Fields of the company's own, by their keys.</param>
internal sealed class DecidedParts(PeopleImport job, IReadOnlyList<RowOutline> outlines, IReadOnlyDictionary<string, CustomField> fields)
{
    // The more at once, the fewer the pages of an index that their keys are written to; four thousand people have some eighty thousand keys.
    private const int ChunksAtOnce = 2;

    /// <summary>The rows in the order of the file, some thousands at a time.</summary>
    /// <param name="db">Reads them.</param>
    /// <param name="wanted">Which rows; what holds none of them is not read.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DbUpdateConcurrencyException">They are not kept any more: somebody else finished the import, or decides it anew.</exception>
    public async IAsyncEnumerable<IReadOnlyList<PlannedRow>> ReadAsync(AppDbContext db, Func<RowOutline, bool> wanted, [EnumeratorCancellation] CancellationToken ct)
    {
        const int atOnce = ChunksAtOnce * DecidedRows.RowsInChunk;
        for (var first = 0; first < outlines.Count; first += atOnce)
        {
            var some = new List<PlannedRow>();
            for (var at = first; at < Math.Min(first + atOnce, outlines.Count); at += DecidedRows.RowsInChunk)
                if (outlines.Skip(at).Take(DecidedRows.RowsInChunk).Any(wanted)) some.AddRange((await OfChunkAsync(db, at / DecidedRows.RowsInChunk, ct)).Where(r => wanted(r.Outline)));
            if (some.Count > 0) yield return some;
        }
    }

    /// <summary>The rows of one chunk.</summary>
    /// <exception cref="DbUpdateConcurrencyException">It is not kept any more.</exception>
    public async Task<IEnumerable<PlannedRow>> OfChunkAsync(AppDbContext db, int number, CancellationToken ct)
    {
        var packed = await db.ImportChunks.AsNoTracking().Where(c => c.ImportId == job.Id && c.Number == number).Select(c => c.Rows).SingleOrDefaultAsync(ct)
            ?? throw new DbUpdateConcurrencyException($"Expected part {number} of import {job.Id} to be kept until it is written, but it is gone.");
        return DecidedRows.Read(packed).Select((row, n) => new PlannedRow(outlines[(number * DecidedRows.RowsInChunk) + n], row, fields));
    }
}
