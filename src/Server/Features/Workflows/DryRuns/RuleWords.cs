using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Workflows.DryRuns;

/// <summary>Says approver rules, and what happens when they find nobody, in the words that people know them by.</summary>
internal static class RuleWords
{
    private static readonly Dictionary<string, (string Chinese, string English)> Roles = new()
    {
        ["It"] = ("IT", "IT"), ["Administration"] = ("行政", "administration"), ["Finance"] = ("财务", "finance"), ["FinanceManager"] = ("财务经理", "finance manager"), ["PayrollClerk"] = ("薪资专员", "payroll clerk"),
        ["HrSpecialist"] = ("人事专员", "HR"), ["HrManager"] = ("人事经理", "HR manager"), ["HrBp"] = ("HRBP", "HRBP"), ["Auditor"] = ("审计", "auditor"), ["SchoolAdministrator"] = ("学校管理员", "school administrator"),
        ["CompanyAdministrator"] = ("公司管理员", "company administrator"), ["GroupAdministrator"] = ("集团管理员", "group administrator"),
    };

    public static string Chinese(AssigneeRule rule) => rule.By switch
    {
        AssigneeBy.Role => $"角色：{(Roles.TryGetValue(rule.Value ?? "", out var role) ? role.Chinese : rule.Value)}",
        AssigneeBy.Position => $"岗位：{rule.Value}",
        AssigneeBy.Person => "指定成员",
        AssigneeBy.DepartmentHead => "部门负责人",
        AssigneeBy.DottedLineManager => "虚线主管",
        AssigneeBy.HrBp => "对口 HRBP",
        AssigneeBy.ManagerChain => $"连续 {rule.Levels} 级主管",
        _ => "直属主管",
    };

    public static string English(AssigneeRule rule) => rule.By switch
    {
        AssigneeBy.Role => $"role {(Roles.TryGetValue(rule.Value ?? "", out var role) ? role.English : rule.Value)}",
        AssigneeBy.Position => $"position {rule.Value}",
        AssigneeBy.Person => "named person",
        AssigneeBy.DepartmentHead => "department head",
        AssigneeBy.DottedLineManager => "dotted-line manager",
        AssigneeBy.HrBp => "HR business partner",
        AssigneeBy.ManagerChain => $"{rule.Levels} levels of managers",
        _ => "direct manager",
    };

    public static string Chinese(WhenNobody policy) => policy switch
    {
        WhenNobody.Pass => "会自动通过", WhenNobody.Manager => "会转给上级", WhenNobody.Administrator => "会转给管理员", WhenNobody.Person => "会转给指定的人", _ => "流程会停在这里",
    };

    public static string English(WhenNobody policy) => policy switch
    {
        WhenNobody.Pass => "the step passes by itself", WhenNobody.Manager => "it goes to a manager", WhenNobody.Administrator => "it goes to an administrator", WhenNobody.Person => "it goes to a named person", _ => "the flow stops here",
    };
}
