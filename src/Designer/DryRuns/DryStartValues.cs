using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Forms.Files;

namespace HrBpm.Designer.DryRuns;

/// <summary>What a dry run is started with: the fields of the flow's own form, each with a value that fits.</summary>
public static class DryStartValues
{
    /// <summary>The fields to fill in.</summary>
    public static IReadOnlyList<FormField> Form(FlowDraft draft) => [.. FlowField.Of(draft).Select(field => new FormField
    {
        Key = field.Key, Label = field.Label, Type = Enum.TryParse<FormFieldType>(field.Type, ignoreCase: true, out var type) ? type : FormFieldType.Text, Options = [.. field.Options],
        MostFiles = int.TryParse(field.Source?["mostFiles"]?.ToString(), out var most) ? most : null, FileKinds = [.. (field.Source?["fileKinds"] as JsonArray ?? []).Select(kind => kind?.ToString() ?? "")],
        Columns = field.Type == "lines" && field.Source?["columns"] is JsonArray columns ? [.. columns.OfType<JsonObject>().Select(Column)] : [],
    })];

    /// <summary>Values that fit: the first person of the form is the sample person, its first date is today, and what comes after lies a month ahead.</summary>
    public static JsonObject Sample(FlowDraft draft, Guid person, Guid other, DateOnly today)
    {
        var (people, dates) = (0, 0);
        return new JsonObject(Form(draft).Select(field => KeyValuePair.Create(field.Key!, field.Type switch
        {
            FormFieldType.Number => JsonValue.Create(1),
            FormFieldType.Money => new JsonObject { ["amountMinor"] = 100_000, ["currency"] = "CNY" },
            FormFieldType.Date => Day(dates++ == 0 ? today : today.AddDays(30)),
            FormFieldType.Choice => field.Options!.Count > 0 ? JsonValue.Create(field.Options[0]) : null,
            FormFieldType.Person => JsonValue.Create((people++ == 0 ? person : other).ToString("D")),
            FormFieldType.Boolean => JsonValue.Create(true),
            FormFieldType.Lines => new JsonArray(),
            FormFieldType.Attachment => new JsonArray(FormFile.Sample()),
            FormFieldType.DateRange => new JsonObject { ["from"] = Day(today), ["to"] = Day(today.AddDays(2)) },
            FormFieldType.Choices => new JsonArray([.. field.Options!.Take(1).Select(option => JsonValue.Create(option))]),
            FormFieldType.Department => null,
            _ => (JsonNode?)JsonValue.Create("样例"),
        })));
    }

    private static FormField Column(JsonObject column) => new()
    {
        Key = column["key"]?.ToString() ?? "", Label = column["label"]?.ToString() ?? "", Type = Enum.TryParse<FormFieldType>(column["type"]?.ToString(), ignoreCase: true, out var type) ? type : FormFieldType.Text,
        Options = column["options"] is JsonArray options ? [.. options.Select(option => option?.ToString() ?? "")] : [],
    };

    private static JsonValue Day(DateOnly day) => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
