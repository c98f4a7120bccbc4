using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Texts;

/// <summary>What the product's roles are called; a role that a company has added is called what the company calls it.</summary>
internal static class RoleNames
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Employee"] = "员工", ["It"] = "IT", ["Administration"] = "行政", ["Finance"] = "财务", ["FinanceManager"] = "财务经理", ["PayrollClerk"] = "薪资专员", ["HrSpecialist"] = "人事专员", ["HrManager"] = "人事经理", ["HrBp"] = "HRBP",
        ["Auditor"] = "审计", ["SchoolAdministrator"] = "学校管理员", ["CompanyAdministrator"] = "公司管理员", ["GroupAdministrator"] = "集团管理员",
    };

    // Had by who one is; nobody gives them.
    private static readonly Dictionary<string, string> Standing = new() { ["DirectManager"] = "直属主管", ["DepartmentHead"] = "部门负责人", ["Leaver"] = "离职人员" };

    /// <summary>The product's roles, those of most people first.</summary>
    public static IReadOnlyCollection<string> All => Names.Keys;

    /// <summary>The name in the reader's language.</summary>
    public static string Say(string role, IStringLocalizer<Words> l) => Names.TryGetValue(role, out var name) || Standing.TryGetValue(role, out name) ? l[name] : role;
}
