using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>What somebody typed into the form of a page, as the answers that the API takes. What cannot be read stays as it was typed, so that it can be shown again and is refused.</summary>
internal static class FormAnswers
{
    private const int MostLines = 200;

    /// <summary>Names of fields in the HTML form begin with this.</summary>
    public const string Prefix = "f.";

    /// <summary>The answers; members that were left empty are absent.</summary>
    public static JsonObject Read(IReadOnlyList<FormField> fields, IFormCollection typed) => Members(fields, typed, Prefix);

    private static JsonObject Members(IReadOnlyList<FormField> fields, IFormCollection typed, string prefix)
    {
        var answers = new JsonObject();
        foreach (var field in fields)
            if (Value(field, typed, prefix + field.Key) is { } value) answers[field.Key] = value;
        return answers;
    }

    private static JsonNode? Value(FormField field, IFormCollection typed, string name)
    {
        if (field.Type == FormFieldType.Lines) return Lines(field, typed, name);
        var text = typed[name].ToString().Trim();
        return text.Length == 0 ? null : field.Type switch
        {
            FormFieldType.Number => Number(text) is { } number ? JsonValue.Create(number) : JsonValue.Create(text),
            FormFieldType.Money => Number(text) is { } amount && Math.Abs(amount) < 10_000_000_000_000m ? new JsonObject { ["amountMinor"] = (long)Math.Round(amount * 100m), ["currency"] = "CNY" } : JsonValue.Create(text),
            FormFieldType.Boolean => text is "true" or "false" ? JsonValue.Create(text == "true") : JsonValue.Create(text),
            _ => JsonValue.Create(text),
        };
    }

    private static JsonArray? Lines(FormField field, IFormCollection typed, string name)
    {
        var count = int.TryParse(typed[name + ".rows"], NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? Math.Min(said, MostLines) : 0;
        var rows = Enumerable.Range(0, count).Select(row => Members(field.Columns, typed, $"{name}.{row}.")).Where(row => row.Count > 0).ToArray<JsonNode?>();
        return rows.Length == 0 ? null : new JsonArray(rows);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
