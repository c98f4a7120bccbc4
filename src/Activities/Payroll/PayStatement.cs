namespace HrBpm.Activities.Payroll;

/// <summary>One amount of the final pay.</summary>
/// <param name="Id">Goes to the payroll system.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="AmountMinor">Amount in minor units (fen), above zero.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Note">How it was worked out.</param>
/// <param name="Reason">Why it was released; null while it is held.</param>
/// <param name="ReleasedAtUtc">When the payroll system confirmed it.</param>
/// <param name="ReleaseId">The payroll system's id.</param>
public sealed record PayItem(
    Guid Id, PayItemKind Kind, long AmountMinor, string Currency, PayState State, string? Note = null, string? Reason = null, DateTime? ReleasedAtUtc = null, string? ReleaseId = null);

/// <summary>The final pay of one offboarding.</summary>
/// <param name="Id">Goes to the payroll system.</param>
/// <param name="CaseId">The offboarding case.</param>
/// <param name="EmployeeId">Who is paid.</param>
/// <param name="EmployeeNumber">Number by which the payroll system knows them.</param>
/// <param name="Items">The amounts.</param>
public sealed record PayStatement(Guid Id, Guid CaseId, Guid EmployeeId, string EmployeeNumber, IReadOnlyList<PayItem> Items)
{
    /// <summary>Items that the payroll system was not asked for yet.</summary>
    public IEnumerable<PayItem> Held => Items.Where(item => item.State == PayState.Held);
}
