namespace HrBpm.Activities.Payroll;

/// <summary>One amount of the final pay.</summary>
/// <param name="Id">Goes to the payroll system.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="AmountMinor">Amount in minor units (fen), above zero.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Note">How it was worked out.</param>
/// <param name="Reason">Why it was released; null while it is held.</param>
/// <param name="Basis">Statute or policy by which it was released.</param>
/// <param name="ReleasedBy">Person ids of those who let it go early; else what did.</param>
/// <param name="ReleasedAtUtc">When the payroll system confirmed it.</param>
/// <param name="ReleaseId">The payroll system's id.</param>
public sealed record PayItem(
    Guid Id, PayItemKind Kind, long AmountMinor, string Currency, PayState State, string? Note = null, string? Reason = null, string? Basis = null, string? ReleasedBy = null,
    DateTime? ReleasedAtUtc = null, string? ReleaseId = null);

/// <summary>The final pay of one offboarding.</summary>
/// <param name="Id">Goes to the payroll system.</param>
/// <param name="CompanyId">Who pays.</param>
/// <param name="CaseId">The offboarding case.</param>
/// <param name="CaseNumber">What people call the case.</param>
/// <param name="StatutoryPayUtc">When statutory items are due.</param>
/// <param name="EmployeeId">Who is paid.</param>
/// <param name="EmployeeNumber">Number by which the payroll system knows them.</param>
/// <param name="Items">The amounts.</param>
public sealed record PayStatement(
    Guid Id, Guid CompanyId, Guid CaseId, string CaseNumber, DateTime StatutoryPayUtc, Guid EmployeeId, string EmployeeNumber, IReadOnlyList<PayItem> Items)
{
    /// <summary>Items that the payroll system was not asked for yet.</summary>
    public IEnumerable<PayItem> Held => Items.Where(item => item.State == PayState.Held);
}
