using System.Globalization;
using System.Text;

namespace HrBpm.Activities.Evidence;

/// <summary>Numbers as ECMAScript writes them (ECMA-262, Number::toString), which RFC 8785 section 3.2.2.3 asks for.</summary>
internal static class CanonicalNumber
{
    /// <summary>False when a double cannot hold the number exactly as written.</summary>
    public static bool TryWrite(string text, out string canonical)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        canonical = double.IsFinite(number) ? Write(number) : "";
        return double.IsFinite(number) && Decimals.Of(text) == Decimals.Of(number.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string Write(double number)
    {
        var (isNegative, digits, point) = Decimals.Of(number.ToString("R", CultureInfo.InvariantCulture));
        if (digits.Length == 0) return "0";
        var text = new StringBuilder(isNegative ? "-" : "");
        return (point switch
        {
            > 21 or <= -6 => Scientific(text, digits, point),
            _ when point >= digits.Length => text.Append(digits).Append('0', point - digits.Length),
            > 0 => text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point),
            _ => text.Append("0.").Append('0', -point).Append(digits),
        }).ToString();
    }

    private static StringBuilder Scientific(StringBuilder text, string digits, int point)
    {
        text.Append(digits[0]);
        if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
        return text.Append(point > 0 ? "e+" : "e-").Append(Math.Abs(point - 1));
    }

    /// <summary>The number 0.<paramref name="Digits"/> × 10^<paramref name="Point"/>, without leading or trailing zeros; zero has no digits.</summary>
    private readonly record struct Decimals(bool IsNegative, string Digits, int Point)
    {
        public static Decimals Of(string text)
        {
            var mantissaEnd = text.AsSpan().IndexOfAny('e', 'E') is >= 0 and var e ? e : text.Length;
            var exponent = mantissaEnd < text.Length ? SaturatedExponent(text.AsSpan(mantissaEnd + 1)) : 0;
            var mantissa = text[..mantissaEnd].TrimStart('-');
            var dot = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var d ? d : mantissa.Length;
            var all = mantissa.Replace(".", "", StringComparison.Ordinal);
            var significant = all.TrimStart('0');
            return significant.TrimEnd('0') is { Length: > 0 } digits
                ? new(text[0] == '-', digits, dot - (all.Length - significant.Length) + exponent)
                : new(false, "", 0);
        }

        // An exponent beyond int is far beyond a double as well: any large value gives the right answer, "not exact".
        private static int SaturatedExponent(ReadOnlySpan<char> text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? Math.Clamp(value, -1_000_000, 1_000_000)
            : text[0] == '-' ? -1_000_000 : 1_000_000;
    }
}
