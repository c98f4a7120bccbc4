using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Instances;

/// <summary>Says which way a condition went, and by which value: 天数 &gt; 3 · 天数 = 5.</summary>
public static class DecisionText
{
    /// <summary>The sentence; empty while nothing was decided.</summary>
    public static string Of(FlowNode node, ShowFlowDecision? decision, IStringLocalizer<Words> l) =>
        decision is null ? "" : string.Join(" · ", new[] { Taken(node, decision, l), Values(node, decision, l) }.Where(part => part.Length > 0));

    /// <summary>The branch that was taken, in words.</summary>
    public static string Taken(FlowNode node, ShowFlowDecision decision, IStringLocalizer<Words> l) => string.Join(l["、"], decision.Outcomes.Select(outcome => outcome switch
    {
        "True" when IsSaid(node.Source, outcome) => ConditionText.Of(node.Source, outcome, l),
        "True" => l["是"].Value,
        "False" => l["否"].Value,
        "Default" => l["默认分支"].Value,
        _ => IsSaid(node.Source, outcome) ? ConditionText.Of(node.Source, outcome, l) : outcome,
    }));

    /// <summary>What the condition looked at, as it was then.</summary>
    public static string Values(FlowNode node, ShowFlowDecision decision, IStringLocalizer<Words> l) =>
        string.Join(l["，"], decision.Values.Select(value => $"{Label(node.Source, value.Name, l)} = {Text(value, l)}"));

    private static string Text(DecidingValue value, IStringLocalizer<Words> l) => value switch
    {
        { IsCount: true } => string.Format(CultureInfo.CurrentCulture, l["{0} 项"], value.Text),
        { Text: "" } => l["空"],
        { Text: "true" } => l["是"],
        { Text: "false" } => l["否"],
        _ => value.Text,
    };

    // A condition that was put together, which the picture brings along; one that was written as code has no words.
    private static bool IsSaid(JsonObject step, string outcome) => ConditionTree.Of(step, outcome) is { Parts.Count: > 0 };

    private static string Label(JsonObject step, string name, IStringLocalizer<Words> l)
    {
        var labels = (step["customProperties"]?["conditions"] as JsonObject)?.Select(condition => condition.Value?["labels"]?[name]?.ToString()).FirstOrDefault(label => label is not null);
        if (labels is not null) return labels;
        return (DataLabels.Of(name) ?? DataLabels.Of(char.ToLowerInvariant(name[0]) + name[1..])) is { } known ? l[known] : name;
    }
}
