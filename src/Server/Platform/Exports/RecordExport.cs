using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Exports;

/// <summary>Puts on record who took which list as a file: in the audit trail, and for each person in it.</summary>
internal sealed class RecordExport(CurrentUser user, WriteAttempts writes, TimeProvider clock)
{
    private const int AtOnce = 1_000;

    /// <summary>Records it, in a transaction of its own.</summary>
    /// <param name="list">Name of the list.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="filter">What was asked for.</param>
    /// <param name="people">The people in it.</param>
    /// <param name="ct">Cancels.</param>
    public Task RunAsync(string list, string format, object filter, IReadOnlyCollection<Guid> people, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var (export, nowUtc) = (Guid.CreateVersion7(), clock.GetUtcNow().UtcDateTime);
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "lists.export", $"company:{user.CompanyId:D}", new { list, filter, format, people = people.Count }));
        foreach (var some in people.Chunk(AtOnce))
        {
            // Those of other companies of the group read it in their own.
            var found = await db.People.Where(p => some.Contains(p.Id)).Select(p => new { p.Id, p.CompanyId }).ToListAsync(token);
            await BulkInsert.RunAsync(db, found.Select(p => new ExportedPerson { PersonId = p.Id, ExportId = export, CompanyId = p.CompanyId, ById = user.PersonId, AtUtc = nowUtc, List = list, People = people.Count }), token);
        }

        return true;
    }, ct);
}
