namespace HrBpm.Activities.Payroll;

/// <summary>What an amount of the final pay is for. The kind decides which rule holds it or lets it go.</summary>
public enum PayItemKind
{
    /// <summary>工资.</summary>
    Wage,

    /// <summary>加班费.</summary>
    Overtime,

    /// <summary>未休年休假工资.</summary>
    UnusedLeave,

    /// <summary>经济补偿.</summary>
    Severance,

    /// <summary>奖金.</summary>
    Bonus,

    /// <summary>报销.</summary>
    Reimbursement,

    /// <summary>代通知金: a month's wage in place of the notice (劳动合同法 art. 40).</summary>
    PayInLieu,
}

/// <summary>Which rule an item is under.</summary>
public enum PayRule
{
    /// <summary>Must be paid in one go when the employment ends, whatever else is open (工资支付暂行规定 art. 9; for 代通知金, 劳动合同法 art. 40).</summary>
    Statutory,

    /// <summary>May wait until the handover is complete (劳动合同法 art. 50).</summary>
    AfterHandover,

    /// <summary>Paid as policy or contract say: here, when all steps are complete.</summary>
    ByPolicy,
}

/// <summary>The table of kinds and rules.</summary>
public static class PayItemKinds
{
    /// <summary>The rule of this kind.</summary>
    public static PayRule RuleOf(PayItemKind kind) => kind switch
    {
        PayItemKind.Wage or PayItemKind.Overtime or PayItemKind.UnusedLeave or PayItemKind.PayInLieu => PayRule.Statutory,
        PayItemKind.Severance => PayRule.AfterHandover,
        _ => PayRule.ByPolicy,
    };

    /// <summary>The kind in Chinese.</summary>
    public static string InChinese(this PayItemKind kind) => kind switch
    {
        PayItemKind.Wage => "工资",
        PayItemKind.Overtime => "加班费",
        PayItemKind.UnusedLeave => "未休年休假工资",
        PayItemKind.Severance => "经济补偿",
        PayItemKind.Bonus => "奖金",
        PayItemKind.PayInLieu => "代通知金",
        _ => "报销",
    };

    /// <summary>The kind of that Chinese name, or null when there is none.</summary>
    public static PayItemKind? Named(string? name)
    {
        foreach (var kind in Enum.GetValues<PayItemKind>())
            if (kind.InChinese() == name || kind.ToString() == name) return kind;
        return null;
    }
}
