using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Forms;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>What somebody typed into the form of a page, as the answers that the API takes. What cannot be read stays as it was typed, so that it can be shown again and is refused.</summary>
internal static class FormAnswers
{
    private const int MostLines = 200;

    /// <summary>Names of fields in the HTML form begin with this.</summary>
    public const string Prefix = "f.";

    /// <summary>The answers; members that were left empty are absent.</summary>
    /// <remarks>Without scripts a page shows all fields, so what was typed into one that is not asked with the other answers is dropped here, before it is checked.</remarks>
    public static JsonObject Read(IReadOnlyList<FormField> fields, IFormCollection typed) => Asked(fields, Members(fields, typed, Prefix));

    private static JsonObject Asked(IReadOnlyList<FormField> fields, JsonObject answers)
    {
        foreach (var lines in fields.Where(field => field.Type == FormFieldType.Lines))
            foreach (var row in (answers[lines.Key] as JsonArray ?? []).OfType<JsonObject>()) Asked(lines.Columns, row);
        var standing = FormStanding.Of(FormReading.RulesOf(fields).Rules, key => Values.FromJson(answers[key]));
        foreach (var field in fields.Where(field => !standing.Visible.Contains(field.Key))) answers.Remove(field.Key);
        return answers;
    }

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
        if (field.Type is FormFieldType.Section or FormFieldType.Formula) return null;
        // Of a file that is there, the page sends the id; what it is called, the server knows.
        if (field.Type == FormFieldType.Attachment) return typed[name] is { Count: > 0 } ids ? new JsonArray([.. ids.Where(id => Guid.TryParse(id, out _)).Distinct().Select(id => new JsonObject { ["id"] = id })]) : null;
        if (field.Type == FormFieldType.Choices) return typed[name] is { Count: > 0 } chosen ? new JsonArray([.. chosen.Select(option => JsonValue.Create(option))]) : null;
        if (field.Type == FormFieldType.DateRange) return Range(typed[name + ".from"].ToString(), typed[name + ".to"].ToString());
        var text = typed[name].ToString().Trim();
        return text.Length == 0 ? null : field.Type switch
        {
            FormFieldType.Number => Number(text) is { } number ? JsonValue.Create(number) : JsonValue.Create(text),
            FormFieldType.Money => Number(text) is { } amount && Math.Abs(amount) < 10_000_000_000_000m ? new JsonObject { ["amountMinor"] = (long)Math.Round(amount * 100m), ["currency"] = "CNY" } : JsonValue.Create(text),
            FormFieldType.Boolean => text is "true" or "false" ? JsonValue.Create(text == "true") : JsonValue.Create(text),
            _ => JsonValue.Create(text),
        };
    }

    private static JsonObject? Range(string from, string to) => from.Length + to.Length == 0 ? null : new JsonObject { ["from"] = from, ["to"] = to };

    private static JsonArray? Lines(FormField field, IFormCollection typed, string name)
    {
        var count = int.TryParse(typed[name + ".rows"], NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? Math.Min(said, MostLines) : 0;
        var rows = Enumerable.Range(0, count).Select(row => Members(field.Columns, typed, $"{name}.{row}.")).Where(row => row.Count > 0).ToArray<JsonNode?>();
        return rows.Length == 0 ? null : new JsonArray(rows);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
