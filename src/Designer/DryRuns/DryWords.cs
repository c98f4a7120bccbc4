using System.Globalization;
using HrBpm.Activities.DryRuns;
using HrBpm.Activities.Inbox;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.DryRuns;

/// <summary>Says people, rules and moments of a dry run in the words that people know them by.</summary>
internal static class DryWords
{
    private static readonly Dictionary<string, string> Zones = new()
    {
        ["Asia/Shanghai"] = "上海时间", ["Asia/Hong_Kong"] = "香港时间", ["Asia/Urumqi"] = "乌鲁木齐时间", ["Asia/Taipei"] = "台北时间", ["Asia/Singapore"] = "新加坡时间", ["Asia/Tokyo"] = "东京时间",
        ["Europe/London"] = "伦敦时间", ["Europe/Berlin"] = "柏林时间", ["Europe/Paris"] = "巴黎时间", ["America/New_York"] = "纽约时间", ["America/Los_Angeles"] = "洛杉矶时间",
    };

    /// <summary>王琳（直属主管）; of a stand-in what it stands for.</summary>
    public static string Who(DryPerson who, AssignmentOrigin origin, IStringLocalizer<Words> l) => (who, origin) switch
    {
        ({ IsStandIn: true, Rule: { } rule }, _) => rule.By switch
        {
            "DirectManager" => l["{0} 的直属主管", rule.Of], "DepartmentHead" => l["{0} 的部门负责人", rule.Of], "DottedLineManager" => l["{0} 的虚线主管", rule.Of], "HrBp" => l["{0} 的 HRBP", rule.Of], "ManagerChain" => l["{0} 的第 {1} 级主管", rule.Of, rule.Level], _ => Rule(rule, l),
        },
        ({ Rule: { } rule }, AssignmentOrigin.Rule) => l["{0}（{1}）", who.Name, Rule(rule, l)],
        (_, AssignmentOrigin.Delegation) => l["{0}（{1}）", who.Name, l["受委派"]],
        (_, AssignmentOrigin.Transfer) => l["{0}（{1}）", who.Name, l["转交来的"]],
        (_, AssignmentOrigin.Added) => l["{0}（{1}）", who.Name, l["加签"]],
        (_, AssignmentOrigin.Escalation) => l["{0}（{1}）", who.Name, l["逾期升级"]],
        _ => who.Name,
    };

    /// <summary>直属主管, 第 2 级主管, 财务.</summary>
    public static string Rule(DryRule rule, IStringLocalizer<Words> l) => rule.By switch
    {
        "ManagerChain" => l["第 {0} 级主管", rule.Level], "Role" => RoleNames.Say(rule.Value, l), "Position" => rule.Value, _ => AssigneeRuleText.Ways.TryGetValue(rule.By, out var name) ? l[name] : rule.By,
    };

    /// <summary>「存档」的规则找不到人（角色：财务），按设置转给管理员 周敏.</summary>
    public static string Nobody(DryNobody nobody, IStringLocalizer<Words> l)
    {
        var rules = string.Join(l["、"], nobody.Rules.Select(rule => new AssigneeRuleText(rule.By.ToString(), rule.Value, rule.Levels).Say(l)));
        var people = string.Join(l["、"], nobody.Instead.Select(person => person.IsStandIn ? Who(person, AssignmentOrigin.Rule, l) : person.Name));
        return nobody.WhenNobody switch
        {
            WhenNobody.Pass => l["「{0}」找不到人（{1}），按设置自动通过。", nobody.Name, rules],
            _ when people.Length == 0 => l["「{0}」找不到人（{1}），流程会停在这里。", nobody.Name, rules],
            WhenNobody.Manager => l["「{0}」找不到人（{1}），按设置转给上级：{2}。", nobody.Name, rules, people],
            WhenNobody.Administrator => l["「{0}」找不到人（{1}），按设置转给管理员：{2}。", nobody.Name, rules, people],
            _ => l["「{0}」找不到人（{1}），按设置转给：{2}。", nobody.Name, rules, people],
        };
    }

    /// <summary>The day that it is where somebody works; of whom nobody knows that, in Shanghai.</summary>
    public static DateOnly DayOf(DryPerson person, DateTime utc) => (person.Hours ?? DryHours.Usual).DayOf(utc);

    /// <summary>上海时间.</summary>
    public static string Zone(string id, IStringLocalizer<Words> l) => Zones.TryGetValue(id, out var name) ? l[name] : id.Replace('_', ' ');

    /// <summary>11-24 18:00, as the clock there shows it.</summary>
    public static string Stamp(DryHours hours, DateTime utc) => hours.ToLocal(utc).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
