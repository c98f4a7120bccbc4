using System.Collections.Frozen;
using static HrBpm.Server.Platform.Permission;

namespace HrBpm.Server.Platform;

/// <summary>The table of roles and what each may do. Everybody who is employed has <c>Employee</c>; other roles add to it.</summary>
internal static class RolePermissions
{
    private static readonly FrozenDictionary<string, Permission[]> Table = new Dictionary<string, Permission[]>
    {
        ["Employee"] = [OwnAccount, OrgRead, PeopleRead, TasksRead, TasksComplete, OffboardingRead],
        ["HrSpecialist"] = [OffboardingStart, OffboardingManage, TasksProxy, WorkflowsRead, SignaturesRead],
        ["HrManager"] = [OffboardingStart, OffboardingManage, TasksProxy, WorkflowsRead, SignaturesRead, PayRead, AuditRead],
        ["HrBp"] = [OffboardingStart, SignaturesRead],
        ["It"] = [WorkflowsRead],
        ["Finance"] = [PayRead],
        ["FinanceManager"] = [PayRead],
        ["PayrollClerk"] = [PayRead],
        ["Administration"] = [],
        ["CompanyAdministrator"] = [WorkflowsRead, WorkflowsManage, TasksProxy, AuditRead, SignaturesRead, AccountsManage, ClientsManage, SandboxManage],
    }.ToFrozenDictionary();

    /// <summary>Role names that can be granted.</summary>
    public static IEnumerable<string> Roles => Table.Keys;

    /// <summary>Everything that these roles may do together.</summary>
    public static FrozenSet<Permission> Of(IEnumerable<string> roles) => roles.SelectMany(r => Table.GetValueOrDefault(r, [])).ToFrozenSet();
}
