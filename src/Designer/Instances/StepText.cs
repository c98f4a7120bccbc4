using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Layout;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Instances;

/// <summary>What a card says of a step: who, and how long.</summary>
public static class StepText
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["DirectManager"] = "直属主管", ["DepartmentHead"] = "部门负责人", ["Initiator"] = "发起人", ["Person"] = "指定人员", ["Position"] = "指定岗位", ["FormField"] = "表单中的人员", ["HrBp"] = "对口 HRBP", ["DottedLineManager"] = "虚线主管", ["ManagerChain"] = "逐级主管",
    };

    /// <summary>Who and how long, as two texts.</summary>
    public static (string Who, string When) Of(FlowNode node, FlowProgress progress, DateTimeOffset now, IStringLocalizer<Words> l)
    {
        var waits = progress.Waits(node.Id).ToList();
        if (waits.Count > 0)
        {
            var names = string.Join("、", waits.Select(wait => wait.Person?.Name).OfType<string>().Distinct());
            return (names.Length > 0 ? names : waits[0].Kind == "time" && waits[0].DueUtc is { } due ? string.Format(CultureInfo.CurrentCulture, l["等到 {0}"], Times.Say(due, now, l)) : l["等系统"],
                string.Format(CultureInfo.CurrentCulture, l["已等 {0}"], Times.Length(now - waits.Min(wait => wait.SinceUtc), l)));
        }

        if (progress.Decision(node.Id) is { } decided) return (DecisionText.Of(node, decided, l), "");
        if (progress.Acts(node.Id).LastOrDefault() is { } act && progress.State(node.Id) != "todo") return (act.By?.Name ?? "", act.TookSeconds is { } took ? Times.Length(TimeSpan.FromSeconds(took), l) : Times.Stamp(act.AtUtc));
        if (progress.Of(node.Id) is { EndedUtc: { } ended }) return (l["已完成"], Times.Stamp(ended));
        return (Rule(node.Source, l), "");
    }

    // The first rule says it; where several are asked, the card says the mode as well.
    private static string Rule(JsonObject source, IStringLocalizer<Words> l)
    {
        if (source["assignees"]?["expression"]?["value"] is not { } value) return "";
        try
        {
            var rules = (value is JsonValue text ? JsonNode.Parse(text.ToString()) : value) as JsonArray ?? [];
            return string.Join("、", rules.OfType<JsonObject>().Select(rule => Name((string?)rule["by"], rule["value"]?.ToString(), l)).Distinct());
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Name(string? by, string? value, IStringLocalizer<Words> l) => by == "Role" && value is not null ? RoleNames.Say(value, l)
        : by is not null && Rules.TryGetValue(by, out var rule) ? l[rule] : by ?? "";
}
