using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>A field whose value a flow knows: of the form that it begins with, or an input of the definition.</summary>
/// <param name="Key">Member of the answers.</param>
/// <param name="Label">What people read.</param>
/// <param name="Type">text, longtext, number, money, date, daterange, choice, choices, person, department, attachment, lines or boolean; of a formula what it gives.</param>
/// <param name="Options">Legal values of a choice.</param>
/// <param name="Reference">JavaScript that gives its value.</param>
/// <param name="Source">The field's JSON; null for an input of the definition.</param>
public sealed record FlowField(string Key, string Label, string Type, IReadOnlyList<string> Options, string Reference, JsonObject? Source)
{
    /// <summary>The types of fields, and what they are called; to be said in the reader's language.</summary>
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        ["text"] = "文本", ["number"] = "数字", ["money"] = "金额", ["date"] = "日期", ["choice"] = "单选", ["person"] = "人员", ["lines"] = "明细", ["boolean"] = "是或否",
        ["longtext"] = "多行文本", ["daterange"] = "日期区间", ["choices"] = "多选", ["department"] = "部门", ["attachment"] = "附件", ["formula"] = "公式", ["section"] = "分组",
    };

    /// <summary>All fields that a flow knows, each once.</summary>
    public static IReadOnlyList<FlowField> Of(FlowDraft draft)
    {
        var forms = draft.Activities.Where(activity => (string?)activity["type"] == "HrBpm.InitiatorForm").SelectMany(form => OfForm(draft, form));
        var inputs = (draft.Rest["inputs"] as JsonArray ?? []).OfType<JsonObject>().Select(OfInput);
        return [.. forms.Concat(inputs).Where(field => field.Key.Length > 0 && field.Type != "section").DistinctBy(field => field.Key)];
    }

    /// <summary>The fields that an activity asks for.</summary>
    public static IReadOnlyList<JsonObject> FormOf(JsonObject activity) => InputValue.ObjectOf(activity, "form") is JsonArray form ? [.. form.OfType<JsonObject>()] : [];

    /// <summary>The input that asks for these.</summary>
    public static JsonObject WriteForm(IEnumerable<JsonObject> fields) => InputValue.Wrap("Object", "Object", new JsonArray([.. fields.Select(field => field.DeepClone())]).ToJsonString(InputValue.Json));

    // What was handed in stands in the variable that the form's answers go to; where there is none, in the flow's input.
    private static IEnumerable<FlowField> OfForm(FlowDraft draft, JsonObject form)
    {
        var variable = (string?)(form["answers"] as JsonObject)?["memoryReference"]?["id"];
        var name = (draft.Rest["variables"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(item => (string?)item["id"] == variable)?["name"]?.ToString();
        return FormOf(form).Select(field => Read(field, key => variable is null || name is null ? $"getInput('{key}')" : $"variables.{name}?.{key}"));
    }

    /// <summary>A field by itself, whose value is of no interest.</summary>
    public static FlowField Of(JsonObject field) => Read(field, key => key);

    private static FlowField Read(JsonObject field, Func<string, string> refer)
    {
        var key = (string?)field["key"] ?? "";
        var label = (string?)field["label"] ?? "";
        return new(key, label.Length > 0 ? label : key, TypeOf(field), field["options"] is JsonArray options ? [.. options.Select(option => option?.ToString() ?? "")] : [], refer(key), field);
    }

    // What is computed is compared as what it gives.
    private static string TypeOf(JsonObject field) => ((string?)field["type"] ?? "text").ToLowerInvariant() is var type && type != "formula" ? type : field["currency"] is null ? "number" : "money";

    private static FlowField OfInput(JsonObject input)
    {
        var name = (string?)input["name"] ?? "";
        var type = (string?)input["type"] switch { "Int32" or "Int64" or "Double" or "Decimal" or "Single" => "number", "Boolean" => "boolean", "DateTime" or "DateOnly" or "DateTimeOffset" => "date", "Guid" => "person", _ => "text" };
        return new(name, (string?)input["displayName"] is { Length: > 0 } label ? label : name, type, [], $"getInput('{name}')", null);
    }
}
