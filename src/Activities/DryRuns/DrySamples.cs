using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.DryRuns;

/// <summary>Values that fit: what somebody might fill in, and what another system might answer.</summary>
internal static class DrySamples
{
    /// <summary>Answers to every field of a form. A list of rows takes over those that the task shows, with the missing columns filled in.</summary>
    public static JsonObject Answers(TaskAsk ask, DateTime nowUtc, Guid person, DryHours hours)
    {
        var answers = new JsonObject(ask.Form.DistinctBy(field => field.Key).Select(field => KeyValuePair.Create(field.Key, field.Type == FormFieldType.Lines ? Lines(field, Values.ToJson(ask.Data), nowUtc, person, hours) : Answer(field, nowUtc, person, hours))));
        // What is not asked with the other samples may not be answered.
        var asked = FormStanding.Of(FormReading.RulesOf(ask.Form).Rules, key => Values.FromJson(answers[key])).Visible;
        foreach (var field in ask.Form.Where(field => !asked.Contains(field.Key))) answers.Remove(field.Key);
        return answers;
    }

    /// <summary>A result of an activity that runs outside.</summary>
    public static JsonObject Result(ActivityDescriptor activity, IReadOnlyDictionary<string, object?> inputs)
    {
        var result = new JsonObject(activity.Outputs.Select(output => KeyValuePair.Create(output.Name, Of(output.Property.PropertyType))));
        // Who marks the items as paid wants one id for each.
        if (activity.ClrType == typeof(ReleaseItems) && Values.ToJson(inputs.GetValueOrDefault("items")) is JsonArray items)
            result["releaseIds"] = new JsonArray([.. items.Select((_, at) => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"SAMPLE-{at + 1}")))]);
        return result;
    }

    private static JsonNode? Answer(FormField field, DateTime nowUtc, Guid person, DryHours hours) => field.Type switch
    {
        FormFieldType.Number => JsonValue.Create(1),
        FormFieldType.Money => new JsonObject { ["amountMinor"] = 100_000, ["currency"] = "CNY" },
        FormFieldType.Date => JsonValue.Create(Day(hours.DayOf(nowUtc))),
        FormFieldType.Choice => field.Options.Count > 0 ? JsonValue.Create(field.Options[0]) : null,
        FormFieldType.Person => JsonValue.Create(person.ToString("D")),
        FormFieldType.Boolean => JsonValue.Create(true),
        FormFieldType.Lines => Lines(field, null, nowUtc, person, hours),
        FormFieldType.Choices => new JsonArray([.. field.Options.Take(1).Select(option => JsonValue.Create(option))]),
        FormFieldType.DateRange => Range(hours.DayOf(nowUtc)),
        FormFieldType.Department => JsonValue.Create(Guid.Empty.ToString("D")),
        FormFieldType.Attachment => new JsonArray(File()),
        FormFieldType.Formula or FormFieldType.Section => null,
        _ => JsonValue.Create("样例"),
    };

    /// <summary>A file that was never uploaded: a dry run reads none.</summary>
    public static JsonObject File() => new() { ["id"] = "00000000-0000-0000-0000-0000000005a0", ["name"] = "样例.pdf", ["size"] = 12_345, ["sha256"] = new string('0', 64) };

    private static JsonObject Range(DateOnly today) => new() { ["from"] = Day(today), ["to"] = Day(today.AddDays(2)) };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonArray Lines(FormField field, JsonNode? shown, DateTime nowUtc, Guid person, DryHours hours)
    {
        var rows = (shown as JsonArray ?? (shown as JsonObject)?[field.Key] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        if (rows.Count == 0 || !field.Columns.Any(column => rows[0].ContainsKey(column.Key))) rows = [[]];
        return new([.. rows.Select(row => Row(field, row, nowUtc, person, hours))]);
    }

    private static JsonObject Row(FormField field, JsonObject shown, DateTime nowUtc, Guid person, DryHours hours) => new(field.Columns.Select(column =>
        KeyValuePair.Create(column.Key, shown[column.Key] is { } known && column.Type != FormFieldType.Boolean ? known.DeepClone() : Answer(column, nowUtc, person, hours))));

    private static JsonNode? Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(int)) return JsonValue.Create(plain == type ? 0 : 200);
        if (plain == typeof(bool)) return JsonValue.Create(true);
        if (plain == typeof(string)) return JsonValue.Create("样例");
        return typeof(System.Collections.IDictionary).IsAssignableFrom(plain) || plain == typeof(object) ? new JsonObject() : typeof(System.Collections.IEnumerable).IsAssignableFrom(plain) ? new JsonArray() : null;
    }
}
