using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Canvas;

/// <summary>The line of a card.</summary>
/// <param name="Who">Who does it, or what is done.</param>
/// <param name="Due">How long it may take.</param>
/// <param name="IsSigned">With a signature.</param>
internal sealed record CardSummary(string Who, string Due, bool IsSigned)
{
    public static CardSummary None { get; } = new("", "", false);

    public static CardSummary Of(FlowNode node, ActivityCatalog catalog, IStringLocalizer<Words> l) => node.Kind switch
    {
        "approve" or "sign" or "handle" => new(People(node.Source, l), Limit(node.Source, l), InputValue.TextOf(node.Source, "signature") is "true" or "True"),
        "cc" => new(People(node.Source, l, "未设置抄送人"), "", false),
        "start" when node.Type == "HrBpm.InitiatorForm" => new(l["发起人填写"], Limit(node.Source, l), false),
        "delay" => new(Wait(node.Source, l), "", false),
        // Its branches have no cards where it has one.
        "cond" when node.Type == "Elsa.FlowDecision" => new(ConditionText.Of(node.Source, "True", l), "", false),
        "system" => new(Does(node, catalog), l["自动"], false),
        _ => None,
    };

    /// <summary>Who the rules of a step find: 直属主管, 角色：财务.</summary>
    public static string People(JsonObject step, IStringLocalizer<Words> l, string nobody = "未设置审批人")
    {
        if (InputValue.SyntaxOf(step, "assignees") is "JavaScript" or "Liquid" or "Variable") return l["按表达式"];
        var rules = AssigneeRuleText.Read(step).Select(rule => rule.Say(l)).ToList();
        if (rules.Count == 0) return l[nobody];
        var mode = InputValue.TextOf(step, "mode") switch { "All" => l["会签"].Value, "Any" when rules.Count > 1 => l["或签"].Value, "InTurn" => l["依次"].Value, "Vote" => l["票签"].Value, _ => "" };
        return string.Join(l["、"], rules) + (mode.Length > 0 ? " · " + mode : "");
    }

    /// <summary>2 个工作日, 8 个工作小时, 3 天.</summary>
    public static string Duration(string text, IStringLocalizer<Words> l)
    {
        if (text.EndsWith("wd", StringComparison.Ordinal)) return string.Format(CultureInfo.CurrentCulture, l["{0} 个工作日"], text[..^2]);
        if (text.EndsWith("wh", StringComparison.Ordinal)) return string.Format(CultureInfo.CurrentCulture, l["{0} 个工作小时"], text[..^2]);
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? HrBpm.Designer.Layout.Times.Length(span, l) : text;
    }

    // The name of its type; where its author left it at that, the group that it belongs to.
    private static string Does(FlowNode node, ActivityCatalog catalog) =>
        catalog.Find(node.Type) is { } type ? type.DisplayName == node.Title ? type.Category : type.DisplayName : node.Type[(node.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Limit(JsonObject step, IStringLocalizer<Words> l)
    {
        if (InputValue.TextOf(step, "dueInWorking") is { Length: > 0 } working) return Duration(working, l);
        if (InputValue.TextOf(step, "dueIn") is { Length: > 0 } span) return Duration(span, l);
        return InputValue.TextOf(step, "dueAt").Length > 0 ? l["按日期"] : "";
    }

    private static string Wait(JsonObject node, IStringLocalizer<Words> l) =>
        (InputValue.TextOf(node, "timeSpan"), InputValue.SyntaxOf(node, "timeSpan")) is ({ Length: > 0 } span, "Literal") ? Duration(span, l)
        : InputValue.TextOf(node, "dateTime") is { Length: > 0 } ? l["到指定时刻"] : l["等待"];
}
