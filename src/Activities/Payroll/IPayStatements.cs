using HrBpm.Workflows;

namespace HrBpm.Activities.Payroll;

/// <summary>The company's final pay statements. What is written commits together with the run.</summary>
public interface IPayStatements
{
    /// <summary>The statement, or null when there is none.</summary>
    Task<PayStatement?> FindAsync(Guid statementId, CancellationToken ct);

    /// <summary>The case's statement, or null while none was prepared.</summary>
    Task<PayStatement?> OfCaseAsync(Guid caseId, CancellationToken ct);

    /// <summary>Adds the statement, or puts these items in the place of those that are held. Items that left that state stay.</summary>
    Task SaveAsync(PayStatement statement, CancellationToken ct);

    /// <summary>Whether the person holds, at this moment, the right to release the statement's pay.</summary>
    Task<bool> MayReleaseAsync(Guid statementId, Guid personId, CancellationToken ct);

    /// <summary>Keeps that the payroll system is asked for these items, and why.</summary>
    Task<Refusal?> BeginReleaseAsync(Guid statementId, IReadOnlyCollection<Guid> itemIds, PayVerdict verdict, string actor, CancellationToken ct);

    /// <summary>Keeps that the payroll system has confirmed these items, each with its release id there; one that was confirmed before stays as it is.</summary>
    Task<Refusal?> MarkReleasedAsync(Guid statementId, IReadOnlyDictionary<Guid, string> releaseIds, DateTime nowUtc, CancellationToken ct);
}
