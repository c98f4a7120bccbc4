using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What a form begins with: where a step asks about each line of what it shows, nobody has to copy numbers from one into the other.</summary>
internal static class FormSuggestion
{
    /// <summary>Rows for each field of rows that asks by a column of the data's own rows; null when there is nothing of that kind.</summary>
    /// <param name="form">The form.</param>
    /// <param name="data">What the task shows: rows, or an object that has rows under the field's key.</param>
    public static JsonObject? Of(IReadOnlyList<FormField> form, JsonNode? data)
    {
        var suggested = new JsonObject();
        foreach (var field in form.Where(field => field.Type == FormFieldType.Lines))
        {
            if ((data as JsonArray ?? (data as JsonObject)?[field.Key] as JsonArray) is { Count: > 0 } rows && IsAbout(field, rows))
                suggested[field.Key] = new JsonArray([.. rows.OfType<JsonObject>().Select(row => RowOf(field, row))]);
        }

        return suggested.Count == 0 ? null : suggested;
    }

    /// <summary>What a row is about, from what the task shows of it beside the columns that are asked: <c>客户 · 华东制造集团</c>. Empty for a row of one's own.</summary>
    /// <param name="field">The field of rows.</param>
    /// <param name="data">What the task shows.</param>
    /// <param name="row">The row.</param>
    public static string CaptionOf(FormField field, JsonNode? data, JsonObject row)
    {
        if ((data as JsonArray ?? (data as JsonObject)?[field.Key] as JsonArray) is not { Count: > 0 } rows || !IsAbout(field, rows)) return "";
        var keys = field.Columns.Where(column => column.Required && rows.All(known => known is JsonObject one && one[column.Key] is JsonValue)).Select(column => column.Key).ToList();
        return rows.OfType<JsonObject>().FirstOrDefault(known => keys.TrueForAll(key => known[key]!.ToString() == row[key]?.ToString())) is { } about
            ? string.Join(" · ", about.Where(member => member.Value is JsonValue && field.Columns.All(column => column.Key != member.Key)).Select(member => member.Value!.ToString()))
            : "";
    }

    // By a column that has to be filled in: a remark that happens to be called alike says nothing.
    private static bool IsAbout(FormField field, JsonArray rows) =>
        field.Columns.Any(column => column.Required && rows.All(row => row is JsonObject known && known[column.Key] is JsonValue));

    private static JsonObject RowOf(FormField field, JsonObject row) =>
        new(field.Columns.Where(column => row[column.Key] is not null).Select(column => KeyValuePair.Create(column.Key, row[column.Key]?.DeepClone())));
}
