namespace HrBpm.Designer.Texts;

/// <summary>What pages call the members of a case's data. The Chinese text is the key of the English one.</summary>
public static class DataLabels
{
    /// <summary>Members that are not shown: said in other words beside them, or of use to machines only.</summary>
    public static readonly IReadOnlySet<string> Unsaid = new HashSet<string> { "companyId", "leaverWeCom", "receiverWeCom", "timeZone", "needsNoConsent", "waiver", "leaverUserName", "lastWorkingHourUtc", "legalEndUtc", "kindCode", "leaver" };

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["kindName"] = "离职类型", ["reason"] = "离职原因", ["receiverName"] = "交接接收人", ["branch"] = "分支机构", ["company"] = "公司", ["number"] = "序号", ["subject"] = "客户或事项", ["state"] = "现状与下一步",
        ["kind"] = "类别", ["confirmed"] = "已接收", ["note"] = "备注", ["tag"] = "资产编号", ["name"] = "名称", ["result"] = "结果", ["amount"] = "金额", ["status"] = "状态", ["case"] = "离职单", ["released"] = "已发放",
        ["scim"] = "目录账号", ["weCom"] = "企业微信账号", ["refused"] = "客户拒绝", ["capped"] = "接替已达上限", ["failed"] = "未能接替", ["unassigned"] = "待分配客户", ["lastWorkingMoment"] = "最后工作时刻", ["days"] = "天数",
        ["managerName"] = "直属主管", ["headName"] = "部门负责人", ["startedOn"] = "入职日期", ["active"] = "启用", ["userName"] = "账号", ["checkedAtUtc"] = "核对时间", ["issuedOn"] = "领用日期",
        ["employeeNumber"] = "工号", ["email"] = "邮箱", ["department"] = "部门", ["position"] = "岗位", ["receiver"] = "交接接收人", ["manager"] = "直属主管", ["custom"] = "自有字段",
        ["leaverEmail"] = "邮箱", ["leaverWeCom"] = "企业微信账号", ["receiverWeCom"] = "接收人企业微信账号", ["needsNoConsent"] = "依法无须同意", ["hrBy"] = "人事签署人", ["financeBy"] = "财务签署人", ["consentEndsUtc"] = "自动继续时间", ["consentEndsBecause"] = "自动继续的原因", ["statutoryPayUtc"] = "法定工资支付时间", ["socialInsuranceDueUtc"] = "社保与档案转移期限",
    };

    /// <summary>What a member is called; null when it has no name but its own.</summary>
    public static string? Of(string name) => Labels.GetValueOrDefault(name);
}
