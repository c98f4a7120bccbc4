namespace HrBpm.Activities.Payroll;

/// <summary>What is true of a case when its pay is looked at.</summary>
/// <param name="AllComplete">Every step before the release of pay is complete.</param>
/// <param name="StatutoryDateReached">The day of the legal end has come, at its last working hour.</param>
/// <param name="EarlyReleaseBy">The two people who let the item go before the rule does; empty when nobody did.</param>
public sealed record PayFacts(bool AllComplete, bool StatutoryDateReached, IReadOnlyCollection<string> EarlyReleaseBy)
{
    /// <summary>Facts without an early release.</summary>
    public PayFacts(bool allComplete, bool statutoryDateReached) : this(allComplete, statutoryDateReached, []) { }
}

/// <summary>Whether an item goes or waits, and why.</summary>
/// <param name="Releases">True when it is to be paid now.</param>
/// <param name="Reason">One sentence for people and for the record (zh-CN).</param>
/// <param name="Basis">Statute, or policy (zh-CN).</param>
public sealed record PayVerdict(bool Releases, string Reason, string Basis);

/// <summary>The table that binds pay to the steps of an offboarding: rule of the item × what is true of the case.</summary>
public static class PayGate
{
    /// <summary>People that an early release takes.</summary>
    public const int PeopleForEarlyRelease = 2;

    private const string WageLaw = "《工资支付暂行规定》第九条";
    private const string HandoverLaw = "《劳动合同法》第五十条";
    private const string Policy = "公司薪酬制度";

    /// <summary>The verdict on one kind of item.</summary>
    public static PayVerdict Judge(PayItemKind kind, PayFacts facts)
    {
        var rule = PayItemKinds.RuleOf(kind);
        if (facts.AllComplete) return new(true, "全部节点已完成，一次性发放", BasisOf(rule));
        if (facts.EarlyReleaseBy.Distinct(StringComparer.OrdinalIgnoreCase).Count() >= PeopleForEarlyRelease)
            return new(true, "经两人签署同意提前发放", "提前发放双人复核");
        return (rule, facts.StatutoryDateReached) switch
        {
            (PayRule.Statutory, true) => new(true, "法定支付日已到，尚有节点未完成；法定工资项目不得扣留，自动发放", WageLaw),
            (PayRule.Statutory, false) => new(false, "等待全部节点完成；最迟于法定支付日自动发放", WageLaw),
            (PayRule.AfterHandover, _) => new(false, "经济补偿在办结工作交接时支付，等待交接完成", HandoverLaw),
            _ => new(false, "按公司制度或约定，等待全部节点完成", Policy),
        };
    }

    private static string BasisOf(PayRule rule) => rule switch
    {
        PayRule.Statutory => WageLaw,
        PayRule.AfterHandover => HandoverLaw,
        _ => Policy,
    };
}
