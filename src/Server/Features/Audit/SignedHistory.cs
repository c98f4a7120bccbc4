using System.Security.Cryptography;
using HrBpm.Activities.Evidence;

namespace HrBpm.Server.Features.Audit;

/// <summary>The checkpoints of one log, as the database and as the witness have them: what the recomputed tree must agree with on the way.</summary>
internal sealed class SignedHistory(Guid company, IReadOnlyList<AuditCheckpoint> checkpoints, IReadOnlyList<SignedCheckpoint> witnessed, ECDsa key)
{
    private readonly ILookup<long, SignedCheckpoint> seen = witnessed.ToLookup(w => w.Checkpoint.Size);
    private int next;
    private Guid oldestOfBatch;

    /// <summary>Checkpoints that were verified so far.</summary>
    public int Verified => next;

    /// <summary>Position of the first entry that the next checkpoint covers and the one before it did not: what lies between was sealed at once, in the order of the ids.</summary>
    public long BatchStart { get; private set; }

    /// <summary>What is wrong at this size, or null. To be called for each size in turn.</summary>
    /// <param name="size">Entries recomputed so far.</param>
    /// <param name="root">Their root, computed only where it is needed.</param>
    /// <param name="newest">The newest of them.</param>
    public AuditProblem? WhyBroken(long size, Func<byte[]> root, Guid newest)
    {
        if (size == BatchStart + 1) oldestOfBatch = newest;
        foreach (var note in seen[size])
        {
            if (WhyWrong(note, root(), "the witness saw") is { } problem) return Problem(newest, problem);
        }
        if (next == checkpoints.Count || checkpoints[next].Size != size)
            return seen.Contains(size) ? Problem(newest, $"Expected the checkpoint of size {size} that the witness saw, but it is gone.") : null;
        if (WhyWrong(checkpoints[next].ToSigned(), root(), "the log signed") is { } wrong) return Problem(newest, wrong);
        next++;
        BatchStart = size;
        return null;
    }

    /// <summary>What is wrong with the end of the log after this many entries, or null.</summary>
    public AuditProblem? WhyEndsWrong(long size)
    {
        var promised = Math.Max(checkpoints.Count == 0 ? 0 : checkpoints[^1].Size, witnessed.Count == 0 ? 0 : witnessed.Max(w => w.Checkpoint.Size));
        if (promised > size)
            return new(AuditProblemKind.Truncated, company, size, null, $"Expected at least {promised} entries, as a signed checkpoint says, but the log ends after {size}.");
        return BatchStart < size
            ? new(AuditProblemKind.Inserted, company, BatchStart, oldestOfBatch, $"Expected the log to end after {BatchStart} entries, as its last checkpoint says, but it has {size}.")
            : null;
    }

    private string? WhyWrong(SignedCheckpoint signed, byte[] root, string who) =>
        !signed.IsSignedBy(key) ? $"Expected the checkpoint of size {signed.Checkpoint.Size} that {who} to be signed by the log's key {SignedCheckpoint.KeyIdOf(key)}, but it is not."
        : !signed.Checkpoint.Root.AsSpan().SequenceEqual(root)
            ? $"Expected the entries up to here to have the root {Convert.ToBase64String(signed.Checkpoint.Root)} that {who} at {signed.Checkpoint.AtUtc:u}, but they have {Convert.ToBase64String(root)}."
            : null;

    // The tree tells that one of the batch is wrong, not which: the first one is named.
    private AuditProblem Problem(Guid newest, string message) =>
        new(AuditProblemKind.Rechained, company, BatchStart, oldestOfBatch, $"{message} The change is in the entries from this one to {newest:D}.");
}
