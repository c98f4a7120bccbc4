using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Definitions;

/// <summary>Conditions as a sentence.</summary>
internal static class ConditionText
{
    /// <summary>The condition of a branch: 金额 大于 1000 且 类型 等于 差旅.</summary>
    public static string Of(JsonObject activity, string port, IStringLocalizer<Words> l, IReadOnlyList<FlowField>? fields = null)
    {
        if (port is "Default" or "False") return l["默认分支"];
        var (_, text) = ConditionInput.Of(activity, port);
        if (text.Length == 0) return l["未设置条件"];
        return ConditionTree.Of(activity, port) is { } tree ? Say(tree, l, fields ?? Known(activity, port)) : text;
    }

    /// <summary>The same, for one that is put together.</summary>
    public static string Say(ConditionTree tree, IStringLocalizer<Words> l, IReadOnlyList<FlowField> fields) => tree switch
    {
        ConditionTree.Rule rule => Say(rule, l, fields.FirstOrDefault(field => field.Key == rule.Field)),
        ConditionTree.Group group => string.Join(group.IsAll ? l[" 且 "] : l[" 或 "], group.Parts.Select(part => part is ConditionTree.Group { Parts.Count: > 1 } ? $"（{Say(part, l, fields)}）" : Say(part, l, fields))),
        _ => "",
    };

    /// <summary>Labels of the fields, kept beside the condition so that a card can say them without the whole flow.</summary>
    private static List<FlowField> Known(JsonObject activity, string port) =>
        (activity["customProperties"]?["conditions"]?[port]?["labels"] as JsonObject ?? []).Select(label => new FlowField(label.Key, label.Value?.ToString() ?? label.Key, "text", [], "", null)).ToList();

    private static string Say(ConditionTree.Rule rule, IStringLocalizer<Words> l, FlowField? field)
    {
        var name = ConditionOperators.Names.TryGetValue(rule.Operator, out var known) ? l[known].Value : rule.Operator;
        var sign = rule.Operator switch { "=" => "=", ">" or "<" => rule.Operator, ">=" => "≥", "<=" => "≤", "!=" => "≠", _ => name };
        var value = rule.Operator is "empty" or "filled" ? "" : rule.Operator == "in" ? string.Join(l["、"], rule.Values) : field?.Type == "boolean" ? l[rule.Value == "true" ? "是" : "否"] : rule.Value;
        return string.Create(CultureInfo.CurrentCulture, $"{field?.Label ?? rule.Field} {sign} {value}").TrimEnd();
    }
}
