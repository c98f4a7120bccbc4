using System.ComponentModel.DataAnnotations;

namespace HrBpm.Activities.Offboarding;

/// <summary>Settings of section <c>Offboarding</c>.</summary>
public sealed class OffboardingOptions
{
    /// <summary>Local hour of the last working day at which accounts are disabled, and of the legal end at which certificate and final pay are due. Default 18:00.</summary>
    public TimeOnly LastWorkingHour { get; init; } = new(18, 0);

    /// <summary>How many days ago a notice may have been given when its case is opened. Default 0: today at the earliest.</summary>
    [Range(0, 60)]
    public int NoticeBackdatingDays { get; init; }

    /// <summary>Days after the legal end by which file and social insurance are transferred (劳动合同法 art. 50). Default, and most, 15.</summary>
    [Range(1, 15)]
    public int SocialInsuranceDays { get; init; } = 15;

    /// <summary>Days that both sides have to sign the handover sheet before the case goes on without their signatures. Default 30.</summary>
    [Range(1, 365)]
    public int SheetSigningDays { get; init; } = 30;

    /// <summary>Local minimum wage per month, in fen: what a deduction must leave (工资支付暂行规定 art. 16). Default 2740 yuan, Shanghai.</summary>
    [Range(0, 100_000_000)]
    public long MonthlyMinimumWageMinor { get; init; } = 274_000;
}
