using System.Collections.Frozen;
using HrBpm.Activities.Org;
using static HrBpm.Server.Platform.Permission;
using static HrBpm.Server.Platform.Reach;

namespace HrBpm.Server.Platform;

/// <summary>The table of the roles that the product brings along. A company may put roles of its own in their place.</summary>
/// <remarks><c>docs/role-routes.md</c> shows what the table means for each route.</remarks>
internal static class ProductRoles
{
    private static readonly FrozenDictionary<string, Right[]> Table = new Dictionary<string, Right[]>
    {
        // Held by who one is; these are never granted.
        [OrgRoles.Employee] = [.. To(Own, SelfRead, OwnAccount, PeopleRead, ContactRead, TasksRead, TasksComplete, OffboardingRead, SignaturesRead), .. To(Company, OrgRead)],
        [OrgRoles.DirectManager] = To(DirectReports, PeopleRead, ContactRead, PerformanceRead, TasksRead, OffboardingRead),
        [OrgRoles.DepartmentHead] = To(DepartmentTree, PeopleRead, ContactRead, PerformanceRead, TasksRead, OffboardingRead),
        [OrgRoles.Leaver] = To(Own, SelfRead, OwnAccount, OffboardingRead, SignaturesRead),

        // Held by grant, for a company or for one branch of it.
        [OrgRoles.HrSpecialist] = To(Company, PeopleRead, PeopleWrite, PeopleExport, ContactRead, IdentityRead, IdentityReveal, TasksRead, TasksProxy, OffboardingRead, OffboardingStart, OffboardingManage, WorkflowsRead, SignaturesRead),
        [OrgRoles.HrManager] = To(Company, OrgWrite, FieldsManage, PeopleRead, PeopleWrite, PeopleImport, PeopleExport, ContactRead, IdentityRead, IdentityReveal, PerformanceRead, TasksRead, TasksProxy, OffboardingRead, OffboardingStart, OffboardingManage, WorkflowsRead, WorkflowsManage, SignaturesRead, PayRead, PayRelease, AuditRead, RolesManage, ConsentGive, AccountsManage, PrivacyManage, SandboxManage),
        [OrgRoles.HrBp] = To(Company, PeopleRead, ContactRead, PerformanceRead, TasksRead, OffboardingRead, OffboardingStart, SignaturesRead),
        [OrgRoles.It] = To(Company, WorkflowsRead),
        [OrgRoles.Finance] = To(Company, PayRead, PayRelease),
        [OrgRoles.FinanceManager] = To(Company, PayRead, PayRelease),
        [OrgRoles.PayrollClerk] = To(Company, PayRead, PayRelease),
        [OrgRoles.Administration] = [],
        [OrgRoles.Auditor] = To(Company, PeopleRead, TasksRead, OffboardingRead, WorkflowsRead, SignaturesRead, AuditRead),
        [OrgRoles.SchoolAdministrator] = To(Company, PeopleRead, TasksRead, TasksProxy, OffboardingRead, OffboardingStart, WorkflowsRead, SignaturesRead, AuditRead, RolesManage, ConsentGive),
        [OrgRoles.CompanyAdministrator] = To(Company, OrgWrite, FieldsManage, PeopleRead, PeopleWrite, PeopleImport, PeopleExport, TasksRead, TasksProxy, OffboardingRead, WorkflowsRead, WorkflowsManage, SignaturesRead, AuditRead, RolesManage, ConsentGive, KeysManage, AccountsManage, ClientsManage, SignInManage, PrivacyManage, SandboxManage),
        [OrgRoles.GroupAdministrator] = To(Group, PeopleRead, TasksRead, TasksProxy, OffboardingRead, WorkflowsRead, WorkflowsManage, SignaturesRead, AuditRead, RolesManage, ConsentGive, SignInManage, BackupsManage, CompaniesManage, SandboxManage),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> ByStanding = [OrgRoles.Employee, OrgRoles.DirectManager, OrgRoles.DepartmentHead, OrgRoles.Leaver];

    /// <summary>All names, those held by standing first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys.OrderBy(name => !ByStanding.Contains(name)).ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>True for a role that one has by who one is; it cannot be granted.</summary>
    public static bool IsByStanding(string role) => ByStanding.Contains(role);

    /// <summary>The rights of a role; null when the product has none of that name.</summary>
    public static IReadOnlyList<Right>? Find(string role) => Table.GetValueOrDefault(role);

    private static Right[] To(Reach reach, params Permission[] permissions) => [.. permissions.Select(p => new Right(p, reach))];
}
