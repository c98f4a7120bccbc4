using System.Globalization;
using System.Text.RegularExpressions;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Inbox;

/// <summary>Holds one answer against the type of its field.</summary>
internal static partial class FormValue
{
    public static IEnumerable<FormProblem> Check(FormField field, object value, string key, bool isComplete) => field.Type switch
    {
        FormFieldType.Lines => FormCheck.CheckLines(field, value, key, isComplete),
        FormFieldType.Attachment => FormFiles.Check(field, value, key, isComplete),
        FormFieldType.Text or FormFieldType.LongText => Must(value is string { Length: <= FormCheck.LongestText }, key, $"a text of at most {FormCheck.LongestText} characters", value),
        FormFieldType.Number => Must(IsNumber(value), key, "a number", value),
        FormFieldType.Money => Must(IsMoney(value), key, "an amount {amountMinor, currency} in minor units", value),
        FormFieldType.Date => Must(value is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), key, "a date like 2026-03-31", value),
        FormFieldType.Choice => Must(value is string choice && field.Options.Contains(choice), key, $"one of {string.Join(", ", field.Options)}", value),
        FormFieldType.Choices => Must(value is IReadOnlyList<object?> chosen && chosen.All(one => one is string option && field.Options.Contains(option)) && chosen.Distinct().Count() == chosen.Count, key, $"a list of different ones of {string.Join(", ", field.Options)}", value),
        FormFieldType.DateRange => Must(value is IReadOnlyDictionary<string, object?> { Count: 2 } && FieldValue.Days(value) is not null, key, "days {from, to} like 2026-03-30 to 2026-04-02", value),
        FormFieldType.Person => Must(value is Guid || (value is string id && Guid.TryParse(id, out _)), key, "the id of a person", value),
        FormFieldType.Department => Must(value is Guid || (value is string unit && Guid.TryParse(unit, out _)), key, "the id of a department", value),
        FormFieldType.Formula => [],
        FormFieldType.Section => Must(false, key, "left out, because it is only a heading", value),
        _ => Must(value is bool, key, "yes or no", value),
    };

    /// <summary>The value as a sentence can show it.</summary>
    public static string Shown(object? value) => value switch
    {
        null => "nothing",
        string { Length: > 40 } text => $"'{text[..40]}…'",
        string text => $"'{text}'",
        bool or int or long or double or decimal => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IReadOnlyDictionary<string, object?> => "an object",
        IReadOnlyList<object?> => "a list",
        _ => $"a {value.GetType().Name}",
    };

    private static FormProblem[] Must(bool isSo, string key, string expected, object value) =>
        isSo ? [] : [new(key, $"Expected '{key}' to be {expected}, but got {Shown(value)}.")];

    private static bool IsNumber(object value) => value is int or long or decimal || (value is double number && double.IsFinite(number));

    private static bool IsMoney(object value) => value is IReadOnlyDictionary<string, object?> { Count: 2 } money
        && money.TryGetValue("amountMinor", out var amount) && amount is int or long
        && money.TryGetValue("currency", out var currency) && currency is string code && CurrencyCode().IsMatch(code);

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex CurrencyCode();
}
