using System.Collections.Frozen;
using HrBpm.Workflows;

namespace HrBpm.Activities.Offboarding;

/// <summary>Where a case stands, as boards show it.</summary>
public enum OffboardingStage
{
    /// <summary>审批知悉: manager and department head are asked.</summary>
    Acknowledgement,

    /// <summary>交接清算: the parallel clearance.</summary>
    Clearance,

    /// <summary>客户继承: the leaver's customers go over to the receiver.</summary>
    Inheritance,

    /// <summary>薪资结算: everything that is left is released.</summary>
    Settlement,

    /// <summary>签署交接单: both sides sign.</summary>
    Signing,

    /// <summary>已归档: done.</summary>
    Archived,

    /// <summary>已关闭: the employment goes on.</summary>
    Closed,
}

/// <summary>The table of legal moves between stages.</summary>
public static class OffboardingStages
{
    private static readonly FrozenDictionary<OffboardingStage, OffboardingStage[]> Next = new Dictionary<OffboardingStage, OffboardingStage[]>
    {
        [OffboardingStage.Acknowledgement] = [OffboardingStage.Clearance, OffboardingStage.Closed],
        [OffboardingStage.Clearance] = [OffboardingStage.Inheritance, OffboardingStage.Acknowledgement, OffboardingStage.Closed],
        [OffboardingStage.Inheritance] = [OffboardingStage.Settlement, OffboardingStage.Clearance],
        [OffboardingStage.Settlement] = [OffboardingStage.Signing],
        [OffboardingStage.Signing] = [OffboardingStage.Archived],
        [OffboardingStage.Archived] = [],
        [OffboardingStage.Closed] = [],
    }.ToFrozenDictionary();

    /// <summary>Why the case cannot move; null when it can. Staying where it is, is always possible.</summary>
    public static Refusal? WhyNotMove(OffboardingStage from, OffboardingStage to) => from == to || Next[from].Contains(to)
        ? null
        : new("offboarding.stage", $"Expected a case in {from} to move to {Describe(Next[from])}, but it was asked to move to {to}.");

    /// <summary>True when nothing more happens to the case.</summary>
    public static bool IsOver(this OffboardingStage stage) => Next[stage].Length == 0;

    /// <summary>The stage in Chinese.</summary>
    public static string InChinese(this OffboardingStage stage) => stage switch
    {
        OffboardingStage.Acknowledgement => "审批知悉",
        OffboardingStage.Clearance => "交接清算",
        OffboardingStage.Inheritance => "客户继承",
        OffboardingStage.Settlement => "薪资结算",
        OffboardingStage.Signing => "签署交接单",
        OffboardingStage.Archived => "已归档",
        _ => "已关闭",
    };

    private static string Describe(OffboardingStage[] stages) => stages.Length == 0 ? "nothing else" : string.Join(" or ", stages);
}
