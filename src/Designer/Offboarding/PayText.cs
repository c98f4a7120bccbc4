using System.Globalization;

namespace HrBpm.Designer.Offboarding;

/// <summary>How amounts are written.</summary>
internal static class PayText
{
    /// <summary>¥12,345.00; other currencies by their code.</summary>
    /// <param name="minor">In minor units, of which a unit has 100.</param>
    /// <param name="currency">ISO 4217 code; null for CNY.</param>
    public static string Money(long minor, string? currency) => $"{(currency is null or "CNY" ? "¥" : currency + " ")}{(minor / 100m).ToString("N2", CultureInfo.InvariantCulture)}";
}
