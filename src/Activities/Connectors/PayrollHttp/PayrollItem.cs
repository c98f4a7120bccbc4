namespace HrBpm.Activities.Connectors.PayrollHttp;

/// <summary>One item of a statement that is to be paid.</summary>
/// <param name="ItemId">The item's id, unique for all time: the payroll system pays an item once.</param>
/// <param name="Kind">Kind of pay, for example <c>wage</c>, <c>overtime</c>, <c>unusedLeave</c>, <c>severance</c>.</param>
/// <param name="AmountMinor">Amount in minor units of the currency (fen).</param>
/// <param name="Currency">ISO 4217 code, for example <c>CNY</c>.</param>
public sealed record PayrollItem(string ItemId, string Kind, long AmountMinor, string Currency);
