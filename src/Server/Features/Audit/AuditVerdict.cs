namespace HrBpm.Server.Features.Audit;

/// <summary>What the verifier found.</summary>
/// <param name="Companies">Logs that were recomputed.</param>
/// <param name="Entries">Entries that were recomputed.</param>
/// <param name="Checkpoints">Checkpoints that were verified.</param>
/// <param name="Problems">The first broken entry of each company's log; empty when all is well.</param>
internal sealed record AuditVerdict(int Companies, long Entries, long Checkpoints, IReadOnlyList<AuditProblem> Problems)
{
    public bool IsVerified => Problems.Count == 0;

    /// <summary>One line for people.</summary>
    public string Summary => IsVerified
        ? $"chain verified: {Companies} companies, {Entries} entries, {Checkpoints} checkpoints"
        : $"chain broken: {Problems.Count} of {Companies} companies";
}

/// <summary>The first thing that is wrong with a company's log.</summary>
/// <param name="Kind">What was done to it, as far as the rows tell.</param>
/// <param name="CompanyId">Whose log it is.</param>
/// <param name="Position">Place in the log; null for an entry that has none.</param>
/// <param name="EntryId">The broken entry; null where it is gone without a trace.</param>
/// <param name="Message">What was expected, and what is there.</param>
internal sealed record AuditProblem(AuditProblemKind Kind, Guid CompanyId, long? Position, Guid? EntryId, string Message)
{
    public override string ToString() =>
        $"{Kind}: company {CompanyId:D}, position {Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, entry {EntryId?.ToString("D") ?? "unknown"}. {Message}";
}

internal enum AuditProblemKind
{
    /// <summary>An entry's body, hash or columns were changed.</summary>
    Edited,

    /// <summary>An entry, or its place in the log, is gone from the middle.</summary>
    Deleted,

    /// <summary>The end of the log is gone.</summary>
    Truncated,

    /// <summary>Entries changed places.</summary>
    Reordered,

    /// <summary>An entry is there twice.</summary>
    Duplicated,

    /// <summary>There is more in the log than was signed.</summary>
    Inserted,

    /// <summary>The log was made anew around a change: a checkpoint is not the one that was signed, or that the witness saw.</summary>
    Rechained,

    /// <summary>An entry waits for the sealer for too long, or was kept from it.</summary>
    Unsealed,

    /// <summary>Rows that an entry vouches for were changed.</summary>
    RowsChanged,

    /// <summary>The log's key or the witness is missing, so that nothing can be verified.</summary>
    Unverifiable,
}
