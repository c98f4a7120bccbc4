namespace HrBpm.Activities.Payroll;

/// <summary>Final pay as those see it who may: each item with its gate.</summary>
/// <param name="StatementId">The statement.</param>
/// <param name="CaseId">The offboarding case.</param>
/// <param name="CaseNumber">What people call the case.</param>
/// <param name="StatutoryPayUtc">When statutory items are due.</param>
/// <param name="DelayCost">What it may cost that they are not paid (zh-CN); null while they are not late.</param>
/// <param name="Items">The items.</param>
public sealed record PayView(Guid StatementId, Guid CaseId, string CaseNumber, DateTime StatutoryPayUtc, string? DelayCost, IReadOnlyList<PayViewItem> Items)
{
    /// <summary>The statement as it is seen at this moment.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="allComplete">Every step before the release of pay is complete.</param>
    /// <param name="nowUtc">The moment.</param>
    public static PayView Of(PayStatement statement, bool allComplete, DateTime nowUtc)
    {
        var facts = new PayFacts(allComplete, nowUtc >= statement.StatutoryPayUtc);
        List<PayViewItem> items = [.. statement.Items.Select(item => PayViewItem.Of(item, facts))];
        var isLate = facts.StatutoryDateReached && items.Exists(item => item is { Rule: PayRule.Statutory, State: not PayState.Released });
        return new(statement.Id, statement.CaseId, statement.CaseNumber, statement.StatutoryPayUtc,
            isLate ? "逾期支付的，可能被责令加付应付金额 50% 以上 100% 以下的赔偿金（《劳动合同法》第八十五条）" : null, items);
    }
}

/// <summary>One item with its gate.</summary>
/// <param name="Id">The item.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="KindName">The same in Chinese.</param>
/// <param name="Rule">The rule that it is under.</param>
/// <param name="AmountMinor">In minor units.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Releases">True when the rule lets it go now, or has.</param>
/// <param name="Reason">Why it goes or waits (zh-CN).</param>
/// <param name="Basis">Statute, or policy (zh-CN).</param>
/// <param name="ReleasedBy">Who or what let it go; null while it is held.</param>
/// <param name="ReleasedUtc">When the payroll system confirmed it.</param>
/// <param name="ReleaseId">The payroll system's id.</param>
/// <param name="Note">How it was worked out.</param>
public sealed record PayViewItem(
    Guid Id, PayItemKind Kind, string KindName, PayRule Rule, long AmountMinor, string Currency, PayState State, bool Releases, string Reason, string? Basis,
    string? ReleasedBy, DateTime? ReleasedUtc, string? ReleaseId, string? Note)
{
    internal static PayViewItem Of(PayItem item, PayFacts facts)
    {
        var verdict = item.State == PayState.Held ? PayGate.Judge(item.Kind, facts) : new PayVerdict(true, item.Reason ?? "", item.Basis ?? "");
        return new(item.Id, item.Kind, item.Kind.InChinese(), PayItemKinds.RuleOf(item.Kind), item.AmountMinor, item.Currency, item.State,
            verdict.Releases, verdict.Reason, verdict.Basis, item.ReleasedBy, item.ReleasedAtUtc, item.ReleaseId, item.Note);
    }
}
