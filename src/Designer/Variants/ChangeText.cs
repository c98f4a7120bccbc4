using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.Extensions.Localization;
using ConflictKind = HrBpm.Workflows.Definitions.Overlays.ConflictKind;

namespace HrBpm.Designer.Variants;

/// <summary>Says members and values of changes in the words that people know them by.</summary>
internal static class ChangeText
{
    private const int Longest = 160;

    /// <summary>审批人, 超时.</summary>
    public static string Member(string member, string? type, ActivityCatalog catalog, IStringLocalizer<Words> l) => member switch
    {
        "" => l["整个节点"],
        ChangeMember.Title or "name" => l["名称"],
        "description" => l["说明"],
        "assignees" => l["审批人"],
        "form" => l["表单"],
        _ => (type is null ? null : catalog.Find(type))?.Inputs.FirstOrDefault(input => input.Member == member)?.DisplayName ?? member,
    };

    /// <summary>A value; a dash for none.</summary>
    public static string Value(JsonNode? value, string member, IStringLocalizer<Words> l)
    {
        if (value is null) return "—";
        var holder = new JsonObject { [member.Length == 0 ? "value" : member] = value.DeepClone() };
        if (member == "assignees") return CardSummary.People(holder, l);
        if (value is JsonObject { } field && field["key"] is not null) return field["label"]?.ToString() ?? field["key"]!.ToString();
        if (value is JsonObject { } card && card["type"] is not null && card["id"] is not null) return (card["metadata"] as JsonObject)?["displayText"]?.ToString() ?? card["id"]!.ToString();
        var text = Text(value);
        return member is "dueIn" or "dueInWorking" ? CardSummary.Duration(text, l) : text.Length > Longest ? text[..Longest] + "…" : text;
    }

    /// <summary>The text that can be written: of an expression what it says.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonObject input when input["expression"] is JsonObject => InputValue.TextOf(new JsonObject { ["value"] = input.DeepClone() }, "value"),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(InputValue.Json),
    };

    /// <summary>The same kind of value with another text.</summary>
    public static JsonNode WithText(JsonNode? like, string text)
    {
        if (like is not JsonObject input || input["expression"] is not JsonObject) return JsonValue.Create(text);
        var copy = (JsonObject)input.DeepClone();
        copy["expression"]!["value"] = text;
        return copy;
    }

    /// <summary>What a conflict is about.</summary>
    public static string Why(ConflictKind kind, IStringLocalizer<Words> l) => kind switch
    {
        ConflictKind.BothChanged => l["集团和本公司都改了这一项。保留哪一个？"],
        ConflictKind.CardGone => l["集团删除了这个节点，本公司对它的修改没有地方放了。"],
        ConflictKind.OffCardChanged => l["集团修改了这个节点，本公司已关闭它。继续关闭吗？"],
        ConflictKind.OffRefused => l["新模板里这个节点不能关闭，升级后会重新启用。"],
        ConflictKind.LineMoved => l["集团改了这里的走向。本公司的节点放在新位置，还是不要了？"],
        ConflictKind.NeighbourGone => l["本公司节点前后的节点都被集团删除了，没有地方放。"],
        ConflictKind.NameTaken => l["集团新增了同名的内容，与本公司的不同。"],
        _ => l["集团把这个表单改成了运行时计算，不能再添加字段。"],
    };
}
