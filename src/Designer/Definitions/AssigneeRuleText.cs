using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Definitions;

/// <summary>One rule of who gets a task, as a definition writes it.</summary>
/// <param name="By">How people are found.</param>
/// <param name="Value">Person, role, position or field.</param>
/// <param name="Levels">Levels of a manager chain.</param>
/// <param name="Label">Name of the person, kept beside the id so that it can be read without the server.</param>
public sealed record AssigneeRuleText(string By, string? Value = null, int Levels = 1, string? Label = null)
{
    /// <summary>The ways to find people, and what they are called; to be said in the reader's language.</summary>
    public static IReadOnlyDictionary<string, string> Ways { get; } = new Dictionary<string, string>
    {
        ["DirectManager"] = "直属主管", ["ManagerChain"] = "连续多级主管", ["DepartmentHead"] = "部门负责人", ["DottedLineManager"] = "虚线主管", ["HrBp"] = "对口 HRBP", ["Role"] = "角色", ["Position"] = "岗位", ["Person"] = "指定成员",
        ["FormField"] = "表单内的人员", ["InitiatorChoice"] = "发起人自选", ["Initiator"] = "发起人本人",
    };

    /// <summary>The rules of an input; empty when there are none, or they are an expression.</summary>
    public static IReadOnlyList<AssigneeRuleText> Read(JsonObject activity, string input = "assignees") =>
        InputValue.ObjectOf(activity, input) is JsonArray rules ? [.. rules.OfType<JsonObject>().Select(Read)] : [];

    /// <summary>The input that says these rules.</summary>
    public static JsonObject Write(IEnumerable<AssigneeRuleText> rules) => InputValue.Wrap("Object", "Object", new JsonArray([.. rules.Select(rule => rule.Write())]).ToJsonString(InputValue.Json));

    /// <summary>Whether the way needs a value.</summary>
    public bool NeedsValue => By is "Role" or "Position" or "Person" or "FormField" or "InitiatorChoice";

    /// <summary>角色：财务.</summary>
    public string Say(IStringLocalizer<Words> l) => By switch
    {
        "ManagerChain" => string.Format(CultureInfo.CurrentCulture, l["连续 {0} 级主管"], Levels),
        "Role" => string.Format(CultureInfo.CurrentCulture, l["角色：{0}"], Value is null ? "" : RoleNames.Say(Value, l)),
        "Position" => string.Format(CultureInfo.CurrentCulture, l["岗位：{0}"], Value),
        "FormField" => string.Format(CultureInfo.CurrentCulture, l["表单：{0}"], Value),
        "Person" => Label ?? l["指定成员"],
        _ => Ways.TryGetValue(By, out var name) ? l[name] : By,
    };

    private static AssigneeRuleText Read(JsonObject rule) => new(
        rule["by"]?.ToString() is { Length: > 0 } by ? char.ToUpperInvariant(by[0]) + by[1..] : "", rule["value"]?.ToString(),
        rule["levels"] is JsonValue levels && levels.TryGetValue<int>(out var number) ? number : 1, rule["label"]?.ToString());

    private JsonObject Write()
    {
        var rule = new JsonObject { ["by"] = By };
        if (Value is not null) rule["value"] = Value;
        if (By == "ManagerChain") rule["levels"] = Levels;
        if (Label is not null) rule["label"] = Label;
        return rule;
    }
}
