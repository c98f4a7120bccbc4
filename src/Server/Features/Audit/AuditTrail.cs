using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Adds entries to the scope's unit of work. Knows nothing of the log's tip: ordering is the sealer's work, after the commit.</summary>
internal sealed class AuditTrail(AppDbContext db, WriteTransaction transaction, AuditEntryIds ids, TimeProvider clock) : IAuditTrail
{
    public void Record(AuditFact fact)
    {
        if (WhyNot(fact) is { } problem) throw new ArgumentException(problem, nameof(fact));
        var now = clock.GetUtcNow();
        var entry = AuditEntry.Of(fact, ids.Next(now), UtcDateTimeConverter.ToStored(now.UtcDateTime));
        // Nobody looks at an entry before it is committed, so it need not be tracked. Without a transaction of the scope's own, SaveChanges has to find it.
        if (transaction.IsOpen) transaction.Insert(entry);
        else db.AuditEntries.Add(entry);
    }

    private static string? WhyNot(AuditFact fact) =>
        fact.CompanyId == Guid.Empty ? $"Expected a fact to belong to a company, but '{fact.Action}' has none."
        : string.IsNullOrWhiteSpace(fact.Action) ? "Expected a fact to name its action, but it is empty."
        : string.IsNullOrWhiteSpace(fact.Actor) ? $"Expected '{fact.Action}' to name who acted, but it is empty."
        : string.IsNullOrWhiteSpace(fact.Subject) ? $"Expected '{fact.Action}' to name its subject, but it is empty."
        : null;
}
