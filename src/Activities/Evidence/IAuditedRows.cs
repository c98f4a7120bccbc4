using System.Text.Json;

namespace HrBpm.Activities.Evidence;

/// <summary>
/// Rows that an audit entry vouches for: the entry's data names them and holds their SHA-256, so that a change of the rows is found as
/// well as a change of the entry. A feature registers one (scoped) per kind of rows; through the scope's database it sees the verifier's snapshot.
/// </summary>
public interface IAuditedRows
{
    /// <summary>The member of an entry's data that refers to the rows, for example <c>workflowRun</c>. Entries without it are not asked about.</summary>
    string Member { get; }

    /// <summary>Compares the rows with what the entry says about them.</summary>
    /// <param name="companyId">The company whose log the entry is in.</param>
    /// <param name="reference">Value of <see cref="Member"/> in the entry's data.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What was expected and what is there, or null when they agree.</returns>
    Task<string?> WhyBrokenAsync(Guid companyId, JsonElement reference, CancellationToken ct);
}
