using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Server.Features.Org.Import;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Values of fields as cells of a table: as people write and read them.</summary>
internal static partial class FieldCells
{
    // https://www.iso.org/iso-4217-currency-codes.html: those whose minor unit is not a hundredth.
    private static readonly FrozenDictionary<string, int> Digits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".Split(' ').Select(c => (c, 0))
        .Concat("BHD IQD JOD KWD LYD OMR TND".Split(' ').Select(c => (c, 3))).ToFrozenDictionary(c => c.Item1, c => c.Item2);

    private static readonly char[] Between = [',', ';', '，', '；', '、'];

    /// <summary>Whether the field can be a column: a file or a table does not fit into a cell, and a secret leaves the house in no file.</summary>
    public static bool Fits(CustomField field) => !field.IsSecret && field.Kind is not (CustomFieldKind.Attachment or CustomFieldKind.Table);

    /// <summary>The headings by which a column is known to hold the field.</summary>
    public static IEnumerable<string> HeadingsOf(CustomField field) => [field.Name, field.Key, field.LabelZh, field.LabelEn];

    /// <summary>The value as a cell.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="numberOf">Employee number of a person.</param>
    public static string TextOf(CustomField field, JsonNode value, Func<Guid, string?> numberOf) => field.Kind switch
    {
        CustomFieldKind.Number => value.ToJsonString(),
        CustomFieldKind.Money => MoneyOf((long)value["amountMinor"]!, (string)value["currency"]!),
        CustomFieldKind.Choice => string.Join("、", (value as JsonArray)?.Select(v => LabelOf(field, (string)v!)) ?? [LabelOf(field, (string)value!)]),
        CustomFieldKind.Person => Guid.TryParse((string)value!, out var id) ? numberOf(id) ?? "" : "",
        _ => (string)value!,
    };

    /// <summary>What a cell says, as a value that has still to be checked; a text that says nothing of the kind stays text, and the check refuses it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">The cell, not empty.</param>
    /// <param name="idOf">The person with an employee number.</param>
    public static JsonNode Read(CustomField field, string text, Func<string, Guid?> idOf) => field.Kind switch
    {
        CustomFieldKind.Number when NumberOf(text) is { } number => JsonValue.Create(number),
        CustomFieldKind.Money when ReadMoney(field, text) is { } money => money,
        CustomFieldKind.Date when ImportDays.Read(text) is { } day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        CustomFieldKind.Choice when field.Shape.Rules.IsMultiple => new JsonArray([.. text.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => JsonValue.Create(OptionOf(field, t)))]),
        CustomFieldKind.Choice => JsonValue.Create(OptionOf(field, text)),
        CustomFieldKind.Person when idOf(text) is { } person => JsonValue.Create(person.ToString("D")),
        _ => JsonValue.Create(text),
    };

    private static string LabelOf(CustomField field, string value) => field.Shape.Rules.Options?.FirstOrDefault(o => o.Value == value)?.LabelZh ?? value;

    private static string OptionOf(CustomField field, string text) =>
        field.Shape.Rules.Options?.FirstOrDefault(o => o.Value == text || o.LabelZh == text || string.Equals(o.LabelEn, text, StringComparison.OrdinalIgnoreCase))?.Value ?? text;

    private static string MoneyOf(long minor, string currency)
    {
        var digits = Digits.GetValueOrDefault(currency, 2);
        return string.Create(CultureInfo.InvariantCulture, $"{(minor / Power(digits)).ToString($"F{digits}", CultureInfo.InvariantCulture)} {currency}");
    }

    private static JsonObject? ReadMoney(CustomField field, string text)
    {
        if (Amount().Match(text) is not { Success: true } match || NumberOf(match.Groups["number"].Value) is not { } number) return null;
        var currency = match.Groups["currency"] is { Success: true } given ? given.Value : field.Shape.Rules.Currencies is { Count: > 0 } usual ? usual[0] : "CNY";
        var minor = number * Power(Digits.GetValueOrDefault(currency, 2));
        return minor == decimal.Truncate(minor) && Math.Abs(minor) < long.MaxValue / 2 ? new JsonObject { ["amountMinor"] = (long)minor, ["currency"] = currency } : null;
    }

    private static decimal Power(int digits) => digits switch { 0 => 1m, 3 => 1_000m, _ => 100m };

    private static decimal? NumberOf(string text) =>
        text.Length <= 30 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^[¥￥]?(?<number>-?[0-9,.]+) ?(?<currency>[A-Z]{3})?$")]
    private static partial Regex Amount();
}
