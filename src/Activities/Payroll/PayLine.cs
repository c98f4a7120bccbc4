using System.Text.Json.Serialization;
using HrBpm.Workflows;

namespace HrBpm.Activities.Payroll;

/// <summary>An amount as a form holds it.</summary>
/// <param name="AmountMinor">In minor units (fen).</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record FormMoney(long AmountMinor, string Currency);

/// <summary>One row of the settlement form.</summary>
/// <param name="Kind">Chinese or English name of the kind.</param>
/// <param name="Amount">Amount.</param>
/// <param name="Note">How it was worked out.</param>
public sealed record PayLine(string? Kind, FormMoney? Amount, string? Note)
{
    /// <summary>Currency that wages are paid in (劳动法 art. 50: in money; 工资支付暂行规定 art. 5: in legal tender).</summary>
    public const string Currency = "CNY";

    /// <summary>Most that one item may be, in fen: a hundred million yuan. Above it somebody has slipped.</summary>
    public const long MostMinor = 10_000_000_000;

    /// <summary>The kind, or null when the name is not known.</summary>
    [JsonIgnore]
    public PayItemKind? ItemKind => PayItemKinds.Named(Kind);

    /// <summary>Why the row cannot stand; null when it can.</summary>
    public Refusal? WhyNot()
    {
        if (ItemKind is null) return new("payroll.item-kind.invalid", $"Expected a kind of pay such as 工资 or 经济补偿, but got '{Kind}'.");
        if (Amount is null || Amount.AmountMinor <= 0 || Amount.AmountMinor > MostMinor)
            return new("payroll.item-amount.invalid", $"Expected an amount of 1 to {MostMinor} fen for {Kind}, but got {Amount?.AmountMinor ?? 0}.");
        return Amount.Currency == Currency ? null : new("payroll.item-currency.invalid", $"Expected {Kind} in {Currency}, but got '{Amount.Currency}'.");
    }
}
