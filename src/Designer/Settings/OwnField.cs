using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using HrBpm.Designer.Api;

namespace HrBpm.Designer.Settings;

/// <summary>A field of a company's own while it is edited: what the server has, and what shall become of it.</summary>
public sealed partial class OwnField
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private string stored = "";

    private OwnField(FieldDefinition definition) => Definition = definition;

    /// <summary>Null while it was never saved.</summary>
    public Guid? Id { get; private init; }

    /// <summary>To be sent with a change.</summary>
    public int Version { get; private init; }

    /// <summary>Out of use; its values are kept.</summary>
    public bool IsRetired { get; private init; }

    /// <summary>As it shall be.</summary>
    public FieldDefinition Definition { get; private set; }

    /// <summary>Something is not saved yet.</summary>
    public bool IsChanged => Id is null || stored != Text(Definition);

    /// <summary>Its rules; they are made where there are none.</summary>
    public ValueRules Rules => Definition.Rules ??= new();

    /// <summary>One that the server has.</summary>
    public static OwnField Of(ListFieldsView view)
    {
        var field = new OwnField(new()
        {
            Key = view.Key, Kind = view.Kind, LabelZh = view.LabelZh, LabelEn = view.LabelEn, Help = view.Help, IsRequired = view.IsRequired, IsUnique = view.IsUnique, IsSearchable = view.IsSearchable, IsSecret = view.IsSecret,
            SeenAs = view.SeenAs, ChangedAs = view.ChangedAs, Position = view.Position, Rules = view.Rules, Columns = view.Kind == CustomFieldKind.Table ? view.Columns : null, TableRows = view.Kind == CustomFieldKind.Table ? view.TableRows : null, Default = view.Default,
        }) { Id = view.Id, Version = view.Version, IsRetired = view.RetiredUtc is not null };
        field.stored = Text(field.Definition);
        return field;
    }

    /// <summary>A new one.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="key">A key that no other has.</param>
    /// <param name="label">What it is called at first, in Chinese and in English.</param>
    /// <param name="position">Place among the others.</param>
    public static OwnField New(CustomFieldKind kind, string key, (string Zh, string En) label, int position) => new(new()
    {
        Key = key, Kind = kind, LabelZh = label.Zh, LabelEn = label.En, Position = position, SeenAs = FieldKind.Person, ChangedAs = FieldKind.Person, IsRequired = false, IsUnique = false, IsSearchable = false, IsSecret = false,
        Rules = kind == CustomFieldKind.Choice ? new() { Options = [new() { Value = "a", LabelZh = "选项一", LabelEn = "Option 1" }, new() { Value = "b", LabelZh = "选项二", LabelEn = "Option 2" }] } : null,
        Columns = kind == CustomFieldKind.Table ? [new() { Key = "name", Kind = CustomFieldKind.Text, LabelZh = "名称", LabelEn = "Name" }] : null,
    });

    /// <summary>Another one like it.</summary>
    public OwnField Copy(string key, int position)
    {
        var copy = Clone(Definition);
        (copy.Key, copy.Position) = (key, position);
        return new(copy);
    }

    /// <summary>Lets go of what was not saved.</summary>
    public void Reset() => Definition = Id is null ? Definition : JsonSerializer.Deserialize<FieldDefinition>(stored, Json)!;

    /// <summary>What it is called in a language.</summary>
    public string Label(bool isEnglish) => isEnglish ? Definition.LabelEn : Definition.LabelZh;

    /// <summary>As the form builder shows it.</summary>
    public JsonObject ToForm(bool isEnglish)
    {
        var field = new JsonObject { ["key"] = Definition.Key, ["label"] = Label(isEnglish), ["type"] = OwnFieldKinds.TypeOf(Definition.Kind, Definition.Rules?.IsMultiple == true), ["required"] = Definition.IsRequired == true, ["hint"] = Definition.Help };
        if (Definition.Kind == CustomFieldKind.Choice) field["options"] = new JsonArray([.. (Definition.Rules?.Options ?? []).Where(option => option.IsRetired != true).Select(option => JsonValue.Create(isEnglish ? option.LabelEn : option.LabelZh))]);
        if (Definition.Kind == CustomFieldKind.Attachment) field["mostFiles"] = 1;
        if (Definition.Kind == CustomFieldKind.Table)
            field["columns"] = new JsonArray([.. (Definition.Columns ?? []).Select(column => new JsonObject
            {
                ["key"] = column.Key, ["label"] = isEnglish ? column.LabelEn : column.LabelZh, ["type"] = column.Kind == CustomFieldKind.Attachment ? "text" : OwnFieldKinds.TypeOf(column.Kind), ["required"] = column.IsRequired == true,
                ["options"] = new JsonArray([.. (column.Rules?.Options ?? []).Select(option => JsonValue.Create(isEnglish ? option.LabelEn : option.LabelZh))]),
            })]);
        return field;
    }

    /// <summary>The first thing that is wrong with it (zh-CN, to be said in the reader's language); null when the server can be asked.</summary>
    public string? WhyNot() =>
        !LegalKey().IsMatch(Definition.Key) ? "标识应由 1 到 40 个字母和数字组成，以小写字母开头。"
        : string.IsNullOrWhiteSpace(Definition.LabelZh) || string.IsNullOrWhiteSpace(Definition.LabelEn) ? "请填写中文和英文名称。"
        : Definition.Kind == CustomFieldKind.Choice && (Rules.Options is not { Count: > 0 } options || options.Any(option => string.IsNullOrWhiteSpace(option.Value) || string.IsNullOrWhiteSpace(option.LabelZh) || string.IsNullOrWhiteSpace(option.LabelEn))) ? "单选至少要有一个选项，每个选项都要有值和两个名称。"
        : Definition.Kind == CustomFieldKind.Table && (Definition.Columns is not { Count: > 0 } columns || columns.Any(column => string.IsNullOrWhiteSpace(column.LabelZh) || string.IsNullOrWhiteSpace(column.LabelEn))) ? "明细至少要有一列，每一列都要有两个名称。"
        : Definition.IsSecret == true && Definition.SeenAs is null or FieldKind.Person ? "加密保存的字段不能所有人都看，请选谁能看。"
        : null;

    private static string Text(FieldDefinition definition) => JsonSerializer.Serialize(definition, Json);

    private static FieldDefinition Clone(FieldDefinition definition) => JsonSerializer.Deserialize<FieldDefinition>(Text(definition), Json)!;

    [GeneratedRegex("^[a-z][A-Za-z0-9]{0,39}$")]
    private static partial Regex LegalKey();
}
