using HrBpm.Designer.Api;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Texts;

/// <summary>What permissions, and how far they reach, are called.</summary>
internal static class PermissionNames
{
    /// <summary>The permissions by what they are about, in the order in which pages show them.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<(Permission Permission, string Name)> Permissions)> Groups { get; } =
    [
        ("本人", [(Permission.SelfRead, "登录使用"), (Permission.OwnAccount, "管理自己的账号")]),
        ("待办", [(Permission.TasksRead, "看待办"), (Permission.TasksComplete, "发起流程、办理待办"), (Permission.TasksProxy, "催办、指定代办人、离职转办")]),
        ("离职", [(Permission.OffboardingRead, "看离职单"), (Permission.OffboardingStart, "发起离职"), (Permission.OffboardingManage, "变更离职单")]),
        ("员工档案", [(Permission.PeopleRead, "查看员工"), (Permission.ContactRead, "看私人联系方式"), (Permission.PeopleWrite, "新增、变更员工"), (Permission.PeopleImport, "导入员工"), (Permission.PeopleExport, "导出名单")]),
        ("保密信息", [(Permission.IdentityRead, "看掩码后的证件和银行账号"), (Permission.IdentityReveal, "查看完整号码（留痕）"), (Permission.PayRead, "看薪资"), (Permission.PayRelease, "申请提前放款"), (Permission.PerformanceRead, "看绩效与数据看板")]),
        ("流程与记录", [(Permission.WorkflowsRead, "看流程与定义"), (Permission.WorkflowsManage, "设计流程、处理异常"), (Permission.SignaturesRead, "验证签名"), (Permission.AuditRead, "看审计记录")]),
        ("组织与设置", [(Permission.OrgRead, "看组织架构"), (Permission.OrgWrite, "变更组织架构"), (Permission.CompaniesManage, "新增、变更公司"), (Permission.FieldsManage, "管理自定义字段"), (Permission.SandboxManage, "操作沙盒")]),
        ("安全", [(Permission.RolesManage, "管理角色与授权"), (Permission.ConsentGive, "作第二人复核"), (Permission.AccountsManage, "管理账号"), (Permission.ClientsManage, "管理接入的程序"), (Permission.SignInManage, "管理企业登录"), (Permission.KeysManage, "更换密钥"), (Permission.PrivacyManage, "管理个人信息的保留与删除"), (Permission.BackupsManage, "管理备份")]),
    ];

    private static readonly Dictionary<Permission, string> Names = Groups.SelectMany(group => group.Permissions).ToDictionary(one => one.Permission, one => one.Name);

    /// <summary>The reaches, the narrowest first.</summary>
    public static IReadOnlyList<Reach> Reaches { get; } = [Reach.Own, Reach.DirectReports, Reach.DepartmentTree, Reach.Branch, Reach.Company, Reach.Group];

    /// <summary>The name in the reader's language; that of the API for a permission of a newer server.</summary>
    public static string Say(Permission permission, IStringLocalizer<Words> l) => Names.TryGetValue(permission, out var name) ? l[name] : permission.ToString();

    /// <summary>How far it reaches.</summary>
    public static string Say(Reach reach, IStringLocalizer<Words> l) => l[reach switch
    {
        Reach.Own => "仅本人", Reach.DirectReports => "直属下级", Reach.DepartmentTree => "本部门及下级", Reach.Branch => "本分公司", Reach.Company => "全公司", _ => "全集团",
    }];
}
