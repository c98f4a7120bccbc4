using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using HrBpm.Designer.Versions;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.Extensions.Localization;
using ConflictKind = HrBpm.Workflows.Definitions.Overlays.ConflictKind;

namespace HrBpm.Designer.Variants;

/// <summary>Says members and values of changes in the words that people know them by.</summary>
internal static class ChangeText
{
    private const int Longest = 160;

    private static readonly FlowDraft Nothing = FlowDraft.New("");

    /// <summary>审批人, 超时.</summary>
    public static string Member(string member, string? type, ActivityCatalog catalog, IStringLocalizer<Words> l) => member switch
    {
        "" => l["整个节点"],
        ChangeMember.Title or "name" => l["名称"],
        "description" => l["说明"],
        "form" => l["表单"],
        "customProperties" => l["锁定和其他设置"],
        _ => new ChangeWords(Nothing, Nothing, catalog, l).Name(member, new JsonObject { ["type"] = type }),
    };

    /// <summary>A value in words; a dash for none.</summary>
    /// <param name="value">The value as the JSON has it.</param>
    /// <param name="member">The member that has it; empty for a whole card, or for a field.</param>
    /// <param name="type">Type of the card.</param>
    /// <param name="draft">The flow, whose fields it may name.</param>
    /// <param name="catalog">What inputs are called.</param>
    /// <param name="l">The reader's language.</param>
    public static string Value(JsonNode? value, string member, string? type, FlowDraft? draft, ActivityCatalog catalog, IStringLocalizer<Words> l)
    {
        if (value is null) return "—";
        if (value is JsonObject { } card && card["type"] is not null && card["id"] is not null) return (card["metadata"] as JsonObject)?["displayText"]?.ToString() ?? card["id"]!.ToString();
        var words = new ChangeWords(draft ?? Nothing, draft ?? Nothing, catalog, l);
        var said = value is JsonObject { } field && field["key"] is not null ? words.Value("form", new JsonObject { ["form"] = FlowField.WriteForm([field]) })
            : member is "" or ChangeMember.Title or "name" or "description" ? Text(value)
            : words.Value(member, new JsonObject { ["type"] = type, [member] = value.DeepClone() });
        return said.Length == 0 ? "—" : said.Length > Longest ? said[..Longest] + "…" : said;
    }

    /// <summary>The text that can be written: of an expression what it says.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonObject input when input["expression"] is JsonObject => InputValue.TextOf(new JsonObject { ["value"] = input.DeepClone() }, "value"),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(InputValue.Json),
    };

    /// <summary>What a conflict is about.</summary>
    public static string Why(ConflictKind kind, IStringLocalizer<Words> l) => kind switch
    {
        ConflictKind.BothChanged => l["集团和本公司都改了这一项。保留哪一个？"],
        ConflictKind.CardGone => l["集团删除了这个节点，本公司对它的修改没有地方放了。"],
        ConflictKind.OffCardChanged => l["集团修改了这个节点，本公司已关闭它。继续关闭吗？"],
        ConflictKind.OffRefused => l["新模板里这个节点不能关闭，升级后会重新启用。"],
        ConflictKind.LineMoved => l["集团改了这里的走向。本公司的节点放在新位置，还是不要了？"],
        ConflictKind.NeighbourGone => l["本公司节点前后的节点都被集团删除了，没有地方放。"],
        ConflictKind.Locked => l["集团锁定了这一项，本公司不能再改，升级后以集团的为准。"],
        ConflictKind.NameTaken => l["集团新增了同名的内容，与本公司的不同。"],
        _ => l["集团把这个表单改成了运行时计算，不能再添加字段。"],
    };
}
