using System.Globalization;

namespace HrBpm.Workflows.Forms;

/// <summary>
/// The arithmetic of a form's computed field: <c>days(period) * 200 + sum(costs.amount)</c>. Numbers, fields by key, <c>+ - * /</c>, brackets and the functions
/// <c>sum(rows.column)</c>, <c>count(rows)</c>, <c>days(range)</c>, <c>min</c>, <c>max</c>, <c>round(x, digits)</c>. In decimals, so that money stays exact; money counts in whole units.
/// </summary>
public sealed class FieldFormula
{
    /// <summary>Longest formula, in characters.</summary>
    public const int Longest = 500;

    private readonly Func<Func<string, object?>, decimal?> compute;

    private FieldFormula(Func<Func<string, object?>, decimal?> compute, FormulaParser read) => (this.compute, Fields, Columns) = (compute, read.Fields, read.Columns);

    /// <summary>Keys of the fields that it uses.</summary>
    public IReadOnlyCollection<string> Fields { get; }

    /// <summary>The columns of rows that it sums up.</summary>
    public IReadOnlyCollection<(string Rows, string Column)> Columns { get; }

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <returns>The formula, or a sentence that says what was expected and what came.</returns>
    public static (FieldFormula? Formula, string? Problem) Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, "Expected a formula like price * count, but it is empty.");
        if (text.Length > Longest) return (null, $"Expected a formula of at most {Longest} characters, but it has {text.Length}.");
        try
        {
            var parser = new FormulaParser(text);
            var compute = parser.Read();
            return (new FieldFormula(compute, parser), null);
        }
        catch (FormatException wrong)
        {
            return (null, wrong.Message);
        }
    }

    /// <summary>Computes it.</summary>
    /// <param name="valueOf">Value of a field by its key.</param>
    /// <returns>Null while a field that it needs is empty, where something is divided by nothing, and where the result is too large for a decimal.</returns>
    public decimal? Compute(Func<string, object?> valueOf)
    {
        try
        {
            return compute(valueOf);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The result as the answer of a field: a number, or an amount <c>{amountMinor, currency}</c>.</summary>
    /// <param name="number">The result.</param>
    /// <param name="decimals">Digits after the point, 0 to 6; halves are rounded away from nought.</param>
    /// <param name="currency">Three letters for money; null for a number.</param>
    public static object? Answer(decimal? number, int decimals, string? currency)
    {
        if (number is not { } result || Math.Abs(result) > 10_000_000_000_000m) return null;
        var rounded = Math.Round(result, Math.Clamp(decimals, 0, 6), MidpointRounding.AwayFromZero);
        if (currency is { Length: > 0 }) return new Dictionary<string, object?> { ["amountMinor"] = (long)Math.Round(rounded * FieldValue.MinorUnits, MidpointRounding.AwayFromZero), ["currency"] = currency };
        return rounded == Math.Truncate(rounded) ? (long)rounded : decimal.Parse(rounded.ToString("0.######", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
