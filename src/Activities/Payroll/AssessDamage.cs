using HrBpm.Activities.Offboarding;
using HrBpm.Workflows.Authoring;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Payroll;

/// <summary>Keeps what is claimed for damage, with what of it the law lets be deducted from one month's wage.</summary>
[Activity("HrBpm.AssessDamage", "核定损失赔偿", Category = "薪资", Icon = "scale", Description = "登记损失赔偿主张，并按 20% 上限与最低工资核定可扣金额。")]
public sealed class AssessDamage(IOffboarding offboarding, IOptions<OffboardingOptions> options) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>Claimed; none when absent.</summary>
    [Input("主张的损失金额", UIHint = "json-editor")]
    public FormMoney? Claim { get; init; }

    /// <summary>The month's wage.</summary>
    [Input("当月工资", UIHint = "json-editor")]
    public FormMoney? MonthlyWage { get; init; }

    /// <summary>Clause of the contract, or why nothing is claimed.</summary>
    [Input("合同约定的依据, 或不主张的原因")]
    public string Basis { get; init; } = "";

    /// <summary>What may be deducted from the month's wage, in fen.</summary>
    [Output("当月可扣金额（分）", IsSecret = true)]
    public long DeductibleMinor { get; private set; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var (claimed, wage) = (Claim?.AmountMinor ?? 0, MonthlyWage?.AmountMinor ?? 0);
        if (claimed < 0 || wage < 0) return Fail("payroll.damage.invalid", $"Expected amounts of zero or more, but the {(claimed < 0 ? "claim" : "wage")} is below zero.");
        DeductibleMinor = DamageDeduction.ForMonth(claimed, wage, options.Value.MonthlyMinimumWageMinor);
        await offboarding.RecordDamageAsync(CaseId, new DamageClaim(claimed, DeductibleMinor, Basis, context.NowUtc), ct);
        return Done();
    }
}
