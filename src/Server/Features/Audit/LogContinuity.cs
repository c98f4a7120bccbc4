using System.Security.Cryptography;
using HrBpm.Activities.Evidence;

namespace HrBpm.Server.Features.Audit;

/// <summary>Whether a log may be continued: never on top of a state that was not signed, because that would sign the forgery.</summary>
internal static class LogContinuity
{
    public static string? WhyNotContinue(AuditLog log, AuditCheckpoint? last, SignedCheckpoint? witnessed)
    {
        if (last is null) return log.Size == 0 && witnessed is null ? null : $"{Log(log)}: expected a checkpoint of size {Math.Max(log.Size, witnessed?.Checkpoint.Size ?? 0)}, but there is none.";
        if (last.Size != log.Size) return $"{Log(log)}: expected its last checkpoint at size {log.Size}, but it is at {last.Size}.";
        if (!log.ReadFrontier().Root().AsSpan().SequenceEqual(last.Root)) return $"{Log(log)}: expected the Merkle tree to have the root of the checkpoint of size {last.Size}, but it has another.";
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(log.PublicKey, out _);
        if (!last.ToSigned().IsSignedBy(key)) return $"{Log(log)}: expected the checkpoint of size {last.Size} to be signed by key {SignedCheckpoint.KeyIdOf(key)}, but it is not.";
        if (witnessed is null || witnessed.Checkpoint.Size < last.Size) return null;
        return witnessed.Checkpoint.Size == last.Size && witnessed.Checkpoint.Root.AsSpan().SequenceEqual(last.Root)
            ? null
            : $"{Log(log)}: expected what the witness saw (size {witnessed.Checkpoint.Size}), but the checkpoint of size {last.Size} is not it.";
    }

    /// <summary>Why these checkpoints, oldest first, do not begin with what the witness saw last; null when they do.</summary>
    public static string? WhyNotContinue(SignedCheckpoint? witnessed, Guid company, IReadOnlyList<AuditCheckpoint> rows) =>
        witnessed is null || (rows.Count > 0 && rows[0].Size == witnessed.Checkpoint.Size && rows[0].Root.AsSpan().SequenceEqual(witnessed.Checkpoint.Root))
            ? null
            : $"The audit log of company {company:D}: expected the checkpoint of size {witnessed.Checkpoint.Size} that the witness saw, but the database has another one or none.";

    private static string Log(AuditLog log) => $"The audit log of company {log.CompanyId:D}";
}
