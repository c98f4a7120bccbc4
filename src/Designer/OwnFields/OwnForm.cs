using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;
using HrBpm.Designer.Forms;
using HrBpm.Designer.Forms.Files;
using HrBpm.Designer.Settings;

namespace HrBpm.Designer.OwnFields;

/// <summary>The fields that a company has added to something, as a form: what the API gives becomes answers, and answers become what the API takes.</summary>
/// <remarks>Files within tables have no place in a form: their columns are left out, and what such a column holds stays as it is.</remarks>
public sealed class OwnForm
{
    private readonly IReadOnlyList<ListFieldsView> fields;
    private readonly bool isEnglish;

    private OwnForm(IReadOnlyList<ListFieldsView> fields, bool isEnglish)
    {
        (this.fields, this.isEnglish) = (fields, isEnglish);
        Fields = [.. fields.Where(field => field.CanChange).Select(ToField)];
    }

    /// <summary>Nothing was added.</summary>
    public static OwnForm None { get; } = new([], isEnglish: false);

    /// <summary>Those that the reader may fill in.</summary>
    public IReadOnlyList<FormField> Fields { get; }

    /// <summary>All that the reader sees.</summary>
    public IReadOnlyList<ListFieldsView> All => fields;

    /// <summary>Asks the server which there are.</summary>
    /// <param name="api">The server.</param>
    /// <param name="entity">What they belong to, as the API names it: <c>person</c>, <c>offboardingCase</c> …</param>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">It could not be reached.</exception>
    public static async Task<OwnForm> OfAsync(HrBpmClient api, string entity) => Of(await api.ListFieldsAsync(entity), CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal));

    /// <summary>The form of these fields.</summary>
    public static OwnForm Of(IEnumerable<ListFieldsView> fields, bool isEnglish) => new([.. fields.Where(field => field.RetiredUtc is null)], isEnglish);

    /// <summary>What a field is called.</summary>
    public string LabelOf(ListFieldsView field) => isEnglish ? field.LabelEn : field.LabelZh;

    /// <summary>Where files of the fields go, and where they can be had.</summary>
    public FormUploads Uploads() => new(key => $"api/custom-fields/{IdOf(key)}/files", (key, file) => $"api/custom-fields/{IdOf(key)}/files/{Uri.EscapeDataString(file)}");

    /// <summary>The answers to begin with.</summary>
    /// <param name="custom">The values that there are; null for something new, which begins with the defaults.</param>
    public JsonObject ToAnswers(JsonObject? custom)
    {
        var answers = new JsonObject();
        foreach (var field in fields.Where(field => field.CanChange))
            if ((custom is null ? field.Default : custom[field.Key]) is { } value) answers[field.Key] = ToAnswer(field, value);
        return answers;
    }

    /// <summary>What the API takes: a value for each field that may be filled in, null where there is none.</summary>
    public JsonObject ToCustom(JsonObject answers)
    {
        var custom = new JsonObject();
        foreach (var field in fields.Where(field => field.CanChange)) custom[field.Key] = answers[field.Key] is { } answer ? ToValue(field, answer) : null;
        return custom;
    }

    /// <summary>A value as people read it; a person by what the caller knows of their id.</summary>
    public string Say(ListFieldsView field, JsonNode value, Func<string, string?> nameOf) => field.Kind == CustomFieldKind.Table
        ? string.Join("\n", (value as JsonArray ?? []).OfType<JsonObject>().Select(row => string.Join("，", field.Columns.Where(column => row[column.Key] is not null).Select(column => $"{(isEnglish ? column.LabelEn : column.LabelZh)} {Say(column.Kind, column.Rules, row[column.Key]!, nameOf)}"))))
        : Say(field.Kind, field.Rules, value, nameOf);

    private string Say(CustomFieldKind kind, ValueRules? rules, JsonNode value, Func<string, string?> nameOf) => kind switch
    {
        CustomFieldKind.Money => $"{(FormState.Plain(value["amountMinor"]) is decimal minor ? minor / 100m : 0).ToString("N2", CultureInfo.CurrentCulture)} {value["currency"]}",
        CustomFieldKind.Choice => string.Join("、", (value as JsonArray)?.Select(one => LabelOf(rules, one!.ToString())) ?? [LabelOf(rules, value.ToString())]),
        CustomFieldKind.Person => nameOf(value.ToString()) ?? "—",
        _ => value.ToString(),
    };

    private Guid IdOf(string key) => fields.First(field => field.Key == key).Id;

    private FormField ToField(ListFieldsView field) => new()
    {
        Key = field.Key, Label = Labelled(LabelOf(field), field.Kind, field.Rules), Hint = field.Help, Required = field.IsRequired, Type = TypeOf(field.Kind, field.Rules), Options = OptionsOf(field.Rules), MostFiles = 1,
        Columns = [.. field.Columns.Where(column => column.Kind != CustomFieldKind.Attachment).Select(column => new FormField
        {
            Key = column.Key, Label = Labelled(isEnglish ? column.LabelEn : column.LabelZh, column.Kind, column.Rules), Required = column.IsRequired, Type = TypeOf(column.Kind, column.Rules), Options = OptionsOf(column.Rules),
        })],
    };

    private static FormFieldType TypeOf(CustomFieldKind kind, ValueRules? rules) =>
        kind == CustomFieldKind.Text && rules?.MaxLength > 200 ? FormFieldType.LongText : Enum.Parse<FormFieldType>(OwnFieldKinds.TypeOf(kind, rules?.IsMultiple == true), ignoreCase: true);

    // An amount is typed with the sign of the yuan; another currency is said beside it.
    private static string Labelled(string label, CustomFieldKind kind, ValueRules? rules) => kind == CustomFieldKind.Money && CurrencyOf(rules) is var currency && currency != "CNY" ? $"{label} ({currency})" : label;

    private static string CurrencyOf(ValueRules? rules) => rules?.Currencies is { Count: > 0 } allowed && !allowed.Contains("CNY") ? allowed[0] : "CNY";

    private List<string> OptionsOf(ValueRules? rules) => [.. (rules?.Options ?? []).Where(option => option.IsRetired != true).Select(option => LabelOf(rules, option.Value))];

    // Two options of one name are told apart by their values.
    private string LabelOf(ValueRules? rules, string value)
    {
        var options = rules?.Options ?? [];
        if (options.FirstOrDefault(option => option.Value == value) is not { } found) return value;
        var label = isEnglish ? found.LabelEn : found.LabelZh;
        return options.Count(option => (isEnglish ? option.LabelEn : option.LabelZh) == label) > 1 ? $"{label} ({value})" : label;
    }

    private string ValueOf(ValueRules? rules, string label) => (rules?.Options ?? []).FirstOrDefault(option => LabelOf(rules, option.Value) == label)?.Value ?? label;

    private JsonNode ToAnswer(ListFieldsView field, JsonNode value) => field.Kind switch
    {
        // What the API keeps of a file is its id; that it is one, its name and size are known to whoever opens it.
        CustomFieldKind.Attachment => new JsonArray(new JsonObject { ["id"] = value.ToString(), ["name"] = LabelOf(field), ["size"] = 0, ["sha256"] = "" }),
        CustomFieldKind.Table => new JsonArray([.. ((JsonArray)value).OfType<JsonObject>().Select(row => Each(field, row, ToAnswer))]),
        _ => ToAnswer(field.Kind, field.Rules, value),
    };

    private JsonNode? ToValue(ListFieldsView field, JsonNode answer) => field.Kind switch
    {
        CustomFieldKind.Attachment => FormFile.AllOf(answer) is [var file, ..] ? JsonValue.Create(file.Id) : null,
        CustomFieldKind.Table => answer is JsonArray { Count: > 0 } rows ? new JsonArray([.. rows.OfType<JsonObject>().Select(row => Each(field, row, ToValue))]) : null,
        _ => ToValue(field.Kind, field.Rules, answer),
    };

    private static JsonObject Each(ListFieldsView field, JsonObject row, Func<CustomFieldKind, ValueRules?, JsonNode, JsonNode> turn)
    {
        var turned = new JsonObject();
        foreach (var column in field.Columns)
            if (row[column.Key] is { } cell) turned[column.Key] = turn(column.Kind, column.Rules, cell);
        return turned;
    }

    private JsonNode ToAnswer(CustomFieldKind kind, ValueRules? rules, JsonNode value) => kind switch
    {
        CustomFieldKind.Choice when value is JsonArray many => new JsonArray([.. many.Select(one => JsonValue.Create(LabelOf(rules, one!.ToString())))]),
        CustomFieldKind.Choice => JsonValue.Create(LabelOf(rules, value.ToString())),
        _ => value.DeepClone(),
    };

    private JsonNode ToValue(CustomFieldKind kind, ValueRules? rules, JsonNode answer) => kind switch
    {
        CustomFieldKind.Choice when answer is JsonArray many => new JsonArray([.. many.Select(one => JsonValue.Create(ValueOf(rules, one!.ToString())))]),
        CustomFieldKind.Choice => JsonValue.Create(ValueOf(rules, answer.ToString())),
        CustomFieldKind.Money => new JsonObject { ["amountMinor"] = answer["amountMinor"]!.DeepClone(), ["currency"] = CurrencyOf(rules) },
        _ => answer.DeepClone(),
    };
}
