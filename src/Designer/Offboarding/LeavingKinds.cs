using HrBpm.Designer.Api;

namespace HrBpm.Designer.Offboarding;

/// <summary>How an employment ends, as the form asks it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">In Chinese; the English stands with the other texts.</param>
/// <param name="NoticeDays">Statutory notice in days.</param>
/// <param name="Law">What the law says of it.</param>
/// <param name="Waivers">Why the notice may be shorter.</param>
internal sealed record LeavingKind(OffboardingKind Kind, string Name, int NoticeDays, string Law, IReadOnlyList<NoticeWaiver> Waivers)
{
    /// <summary>All of them, the usual one first.</summary>
    /// <remarks>劳动合同法 art. 36, 37, 39, 40, 44; the server checks the same.</remarks>
    public static readonly IReadOnlyList<LeavingKind> All =
    [
        new(OffboardingKind.Resignation, "辞职", 30, "提前 30 日书面通知即可解除，无须单位批准（劳动合同法第三十七条）。", [NoticeWaiver.Agreed, NoticeWaiver.EmployerFault]),
        new(OffboardingKind.Probation, "试用期离职", 3, "试用期内提前 3 日通知即可解除，无须单位批准（劳动合同法第三十七条）。", [NoticeWaiver.Agreed, NoticeWaiver.EmployerFault]),
        new(OffboardingKind.MutualTermination, "协商解除", 0, "双方协商一致，可以解除（劳动合同法第三十六条）。", []),
        new(OffboardingKind.EmployerTermination, "单位解除", 30, "须提前 30 日书面通知或支付一个月工资，员工过错除外，并事先通知工会（劳动合同法第三十九条、第四十条、第四十三条）。", [NoticeWaiver.EmployeeFault, NoticeWaiver.PayInLieu]),
        new(OffboardingKind.ContractEnd, "合同终止", 0, "劳动合同期满终止，无须单位批准（劳动合同法第四十四条）。", []),
        new(OffboardingKind.Retirement, "退休", 0, "开始依法享受基本养老保险待遇的，劳动合同终止，无须单位批准（劳动合同法第四十四条）。", []),
    ];

    /// <summary>What people read for a waiver.</summary>
    public static string NameOf(NoticeWaiver waiver) => waiver switch
    {
        NoticeWaiver.Agreed => "双方同意提前",
        NoticeWaiver.EmployerFault => "单位过错",
        NoticeWaiver.EmployeeFault => "员工过错",
        NoticeWaiver.PayInLieu => "代通知金",
        _ => "不缩短",
    };
}
