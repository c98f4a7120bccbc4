using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Designer.Api;
using HrBpm.Designer.Definitions;

namespace HrBpm.Designer.Forms;

/// <summary>A form while it is made: its fields as a definition writes them, so that nothing that this page does not know is lost.</summary>
/// <param name="Fields">The fields, in their order.</param>
public sealed record FormDraft(ImmutableList<JsonObject> Fields)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The kinds of fields that can be added, with their icons.</summary>
    public static IReadOnlyList<(string Type, string Icon)> Kinds { get; } =
    [
        ("text", "edit"), ("longtext", "file"), ("number", "keyboard"), ("money", "box"), ("date", "calendar"), ("daterange", "calendar"), ("choice", "check"), ("choices", "handle"),
        ("boolean", "check"), ("person", "person"), ("department", "building"), ("attachment", "attach"), ("lines", "board"), ("formula", "system"), ("section", "sort"),
    ];

    /// <summary>Begins with these.</summary>
    public static FormDraft Of(IEnumerable<JsonObject> fields) => new([.. fields.Select(field => (JsonObject)field.DeepClone())]);

    /// <summary>A text of a field; empty where there is none.</summary>
    public static string Text(JsonObject field, string member) => field[member]?.ToString() ?? "";

    /// <summary>The field's type in small letters, as <see cref="FlowField.Types"/> has it.</summary>
    public static string TypeOf(JsonObject field) => Text(field, "type") is { Length: > 0 } type ? type.ToLowerInvariant() : "text";

    /// <summary>Adds a field behind another.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="label">What people read.</param>
    /// <param name="after">Where; -1 for the end.</param>
    /// <param name="taken">Keys that other forms of the flow use.</param>
    public (FormDraft Form, int At) Add(string type, string label, int after, IEnumerable<string> taken)
    {
        var keys = taken.Concat(Fields.Select(field => Text(field, "key"))).ToHashSet();
        var field = new JsonObject { ["key"] = Enumerable.Range(1, keys.Count + 1).Select(number => $"field{number}").First(key => !keys.Contains(key)), ["label"] = label, ["type"] = type };
        if (type is "choice" or "choices") field["options"] = new JsonArray("选项一", "选项二");
        if (type == "attachment") field["mostFiles"] = Rules.FileKind.Usual;
        if (type == "lines") field["columns"] = new JsonArray(new JsonObject { ["key"] = "name", ["label"] = "名称", ["type"] = "text" }, new JsonObject { ["key"] = "amount", ["label"] = "金额", ["type"] = "money", ["total"] = true });
        var at = after < 0 ? Fields.Count : after + 1;
        return (new(Fields.Insert(at, field)), at);
    }

    /// <summary>Takes a field to another place.</summary>
    public FormDraft Move(int from, int to)
    {
        to = Math.Clamp(to, 0, Fields.Count - 1);
        return from == to ? this : new(Fields.RemoveAt(from).Insert(to, Fields[from]));
    }

    /// <summary>Another one like it below it.</summary>
    public (FormDraft Form, int At) Copy(int at, IEnumerable<string> taken)
    {
        var (form, place) = Add(TypeOf(Fields[at]), Text(Fields[at], "label"), at, taken);
        var copy = (JsonObject)Fields[at].DeepClone();
        copy["key"] = Text(form.Fields[place], "key");
        return (new(form.Fields.SetItem(place, copy)), place);
    }

    /// <summary>Without a field.</summary>
    public FormDraft Remove(int at) => new(Fields.RemoveAt(at));

    /// <summary>Says something of a field; null takes it away.</summary>
    public FormDraft Set(int at, string member, JsonNode? value)
    {
        var field = (JsonObject)Fields[at].DeepClone();
        if (value is null) field.Remove(member);
        else field[member] = value;
        return new(Fields.SetItem(at, field));
    }

    /// <summary>The fields that a condition or a formula of another field may use.</summary>
    public IReadOnlyList<FlowField> Known(int at) =>
        [.. Fields.Where((field, place) => place != at && TypeOf(field) != "section").Select(field => FlowField.Of(field))];

    /// <summary>As whoever fills it in sees it.</summary>
    public IReadOnlyList<FormField> Preview() => [.. Fields.Select(field =>
    {
        var shown = (JsonObject)field.DeepClone();
        if (shown["columns"] is JsonArray columns) shown["columns"] = new JsonArray([.. columns.Select(column => column is JsonObject known ? known.DeepClone() : new JsonObject { ["key"] = column?.ToString(), ["label"] = column?.ToString(), ["type"] = "text" })]);
        return shown.Deserialize<FormField>(Json)!;
    })];
}
