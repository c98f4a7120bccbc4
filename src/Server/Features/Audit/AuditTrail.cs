using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Adds entries to the scope's unit of work. Knows nothing of the log's tip: ordering is the sealer's work, after the commit.</summary>
internal sealed class AuditTrail(AppDbContext db, WriteTransaction transaction, AuditEntryIds ids, PrivateKeys keys, TimeProvider clock) : IAuditTrail
{
    public void Record(AuditFact fact)
    {
        if (WhyNot(fact) is { } problem) throw new ArgumentException(problem, nameof(fact));
        var now = clock.GetUtcNow();
        var id = ids.Next(now);
        var entry = AuditEntry.Of(fact, id, UtcDateTimeConverter.ToStored(now.UtcDateTime), fact.Personal is { Count: > 0 } personal ? Commit(fact, id, personal) : null);
        // Nobody looks at an entry before it is committed, so it need not be tracked. Without a transaction of the scope's own, SaveChanges has to find it.
        if (transaction.IsOpen) transaction.Insert(entry);
        else db.AuditEntries.Add(entry);
    }

    private Dictionary<string, StatedCommitment> Commit(AuditFact fact, Guid entryId, IReadOnlyDictionary<string, object?> personal)
    {
        var commitments = new Dictionary<string, StatedCommitment>();
        foreach (var (name, value) in personal)
        {
            var (opening, sha256) = AuditOpening.Of(fact, entryId, name, value, keys);
            commitments[name] = new StatedCommitment(opening.Id, sha256);
            if (transaction.IsOpen) transaction.Insert(opening);
            else db.AuditOpenings.Add(opening);
        }

        return commitments;
    }

    private static string? WhyNot(AuditFact fact) =>
        fact.CompanyId == Guid.Empty ? $"Expected a fact to belong to a company, but '{fact.Action}' has none."
        : string.IsNullOrWhiteSpace(fact.Action) ? "Expected a fact to name its action, but it is empty."
        : string.IsNullOrWhiteSpace(fact.Actor) ? $"Expected '{fact.Action}' to name who acted, but it is empty."
        : string.IsNullOrWhiteSpace(fact.Subject) ? $"Expected '{fact.Action}' to name its subject, but it is empty."
        : null;
}
