namespace HrBpm.Activities.Offboarding;

/// <summary>How an employment ends. The kind decides the notice clock and whether the company's consent is needed.</summary>
public enum OffboardingKind
{
    /// <summary>辞职: 30 days' written notice, no consent needed (劳动合同法 art. 37).</summary>
    Resignation,

    /// <summary>协商解除: both sides agree (art. 36).</summary>
    MutualTermination,

    /// <summary>单位解除: for fault at once (art. 39), or with 30 days' notice or a month's pay in its place (art. 40).</summary>
    EmployerTermination,

    /// <summary>合同终止: the term has run out (art. 44).</summary>
    ContractEnd,

    /// <summary>退休: the pension begins (art. 44).</summary>
    Retirement,

    /// <summary>试用期离职: 3 days' notice during probation, no consent needed (art. 37).</summary>
    Probation,
}

/// <summary>Why a notice period may be shorter than the clock of its kind.</summary>
public enum NoticeWaiver
{
    /// <summary>It may not.</summary>
    None,

    /// <summary>双方同意提前: the company lets the employee go earlier.</summary>
    Agreed,

    /// <summary>单位过错: unpaid wages and the like; the employee may leave at once (art. 38).</summary>
    EmployerFault,

    /// <summary>员工过错: the company may end the contract at once (art. 39).</summary>
    EmployeeFault,

    /// <summary>代通知金: a month's pay in place of the notice (art. 40).</summary>
    PayInLieu,
}

/// <summary>What people read for each kind.</summary>
public static class OffboardingKindNames
{
    /// <summary>The kind in Chinese, as on forms and boards.</summary>
    public static string InChinese(this OffboardingKind kind) => kind switch
    {
        OffboardingKind.Resignation => "辞职",
        OffboardingKind.MutualTermination => "协商解除",
        OffboardingKind.EmployerTermination => "单位解除",
        OffboardingKind.ContractEnd => "合同终止",
        OffboardingKind.Retirement => "退休",
        _ => "试用期离职",
    };
}
