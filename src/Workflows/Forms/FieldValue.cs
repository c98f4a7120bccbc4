using System.Globalization;

namespace HrBpm.Workflows.Forms;

/// <summary>The value of a form's field, as conditions and formulas see it. Values are JSON-shaped: text, numbers, booleans, lists and objects.</summary>
public static class FieldValue
{
    /// <summary>Minor units in one unit of money, for all currencies that the product knows.</summary>
    public const decimal MinorUnits = 100m;

    /// <summary>Nothing was answered: null, blank text, no rows, or a range without both ends.</summary>
    public static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        IReadOnlyDictionary<string, object?> members => members.Values.All(IsEmpty),
        IReadOnlyCollection<object?> list => list.Count == 0,
        _ => false,
    };

    /// <summary>As a number: numbers themselves, text that is one, amounts in whole units of their currency. Null for anything else, and for what decimals cannot hold.</summary>
    public static decimal? Number(object? value) => value switch
    {
        int number => number,
        long number => number,
        decimal number => number,
        double number when double.IsFinite(number) && Math.Abs(number) < 1e27 => (decimal)number,
        string text when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        IReadOnlyDictionary<string, object?> money when money.TryGetValue("amountMinor", out var minor) => Number(minor) / MinorUnits,
        _ => null,
    };

    /// <summary>As text, as conditions compare it.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Calendar days of a range <c>{from, to}</c>, both ends included; null where it is none, or ends before it begins.</summary>
    public static int? Days(object? value) =>
        value is IReadOnlyDictionary<string, object?> range && Day(range.GetValueOrDefault("from")) is { } from && Day(range.GetValueOrDefault("to")) is { } to && to >= from
            ? to.DayNumber - from.DayNumber + 1
            : null;

    /// <summary>A day like <c>2026-03-31</c>; null for anything else.</summary>
    public static DateOnly? Day(object? value) =>
        value is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
