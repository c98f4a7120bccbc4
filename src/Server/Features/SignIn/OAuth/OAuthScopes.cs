using System.Collections.Frozen;
using HrBpm.Server.Platform;
using static HrBpm.Server.Platform.Permission;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>The scopes that a client may ask for, and what each allows. A token allows what its person may do and its scopes allow, never more.</summary>
internal static class OAuthScopes
{
    /// <param name="Chinese">What the consent page says.</param>
    /// <param name="English">The same in English.</param>
    /// <param name="Permissions">What the scope allows.</param>
    internal sealed record Meaning(string Chinese, string English, params Permission[] Permissions);

    public static readonly FrozenDictionary<string, Meaning> All = new Dictionary<string, Meaning>
    {
        ["people.read"] = new("查看组织和人员", "See the organisation and its people", SelfRead, OrgRead, PeopleRead),
        ["people.write"] = new("新增和修改人员及任职", "Add and change people and their employments", SelfRead, OrgRead, PeopleRead, PeopleWrite),
        ["people.import"] = new("导入人员", "Import people", SelfRead, OrgRead, PeopleRead, PeopleImport),
        ["people.export"] = new("导出人员名单", "Export lists of people", SelfRead, OrgRead, PeopleRead, PeopleExport),
        ["contacts.read"] = new("查看人员的私人联系方式", "See how to reach people in private", SelfRead, OrgRead, PeopleRead, ContactRead),
        ["identity.read"] = new("查看脱敏的证件号和银行卡号，并可填写", "See identity numbers and bank accounts masked, and set them", SelfRead, OrgRead, PeopleRead, IdentityRead),
        ["identity.reveal"] = new("查看完整的证件号和银行卡号（须说明原因）", "See identity numbers and bank accounts in full, with a reason", SelfRead, OrgRead, PeopleRead, IdentityRead, IdentityReveal),
        ["org.write"] = new("修改部门、岗位、工作日历和资产", "Change departments, positions, working calendars and assets", SelfRead, OrgRead, OrgWrite),
        ["tasks.read"] = new("查看您的待办", "See your tasks", SelfRead, OrgRead, TasksRead),
        ["tasks.complete"] = new("代您办理待办", "Do your tasks", SelfRead, OrgRead, TasksRead, TasksComplete),
        ["offboarding.read"] = new("查看离职办理", "See offboarding cases", SelfRead, OrgRead, OffboardingRead),
        ["offboarding.manage"] = new("发起和修改离职办理", "Start and change offboarding cases", SelfRead, OrgRead, OffboardingRead, OffboardingStart, OffboardingManage),
        ["pay.read"] = new("查看末次薪酬", "See final pay", SelfRead, OrgRead, PayRead),
        ["pay.release"] = new("查看末次薪酬并申请提前发放", "See final pay, and ask for its early release", SelfRead, OrgRead, PayRead, PayRelease),
        ["workflows.read"] = new("查看流程", "See workflows", SelfRead, OrgRead, WorkflowsRead),
        ["workflows.manage"] = new("修改和运行流程", "Change and run workflows", SelfRead, OrgRead, WorkflowsRead, WorkflowsManage),
        ["signatures.read"] = new("查看和验证签名", "Read and verify signatures", SelfRead, OrgRead, SignaturesRead),
        ["audit.read"] = new("查看审计记录", "Read the audit log", SelfRead, OrgRead, AuditRead),
    }.ToFrozenDictionary();

    /// <summary>What these scopes allow together.</summary>
    public static FrozenSet<Permission> PermissionsOf(IEnumerable<string> scopes) => scopes.SelectMany(s => All.TryGetValue(s, out var meaning) ? meaning.Permissions : []).ToFrozenSet();
}
