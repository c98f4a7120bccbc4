using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;

namespace HrBpm.Activities.Tests.Offboarding;

/// <summary>A resignation in Shanghai that can stand, to be changed by each test.</summary>
internal static class Situations
{
    public static readonly DateTime NowUtc = new(2026, 9, 1, 2, 0, 0, DateTimeKind.Utc);
    public static readonly Guid Company = Guid.CreateVersion7();

    public static Person Leaver { get; } = Person("张伟", "XH-0001", "zhang.wei", "Asia/Shanghai");

    public static Person Receiver { get; } = Person("陈晨", "XH-0002", "chen.chen", "Asia/Shanghai");

    public static OffboardingRequest Resignation { get; } = new(
        Leaver.Id, OffboardingKind.Resignation, new(2026, 9, 1), new(2026, 10, 1), new(2026, 9, 25), new(2026, 10, 1), Receiver.Id, "个人发展");

    public static OffboardingCase Case(OffboardingRequest? request = null, string timeZone = "Asia/Shanghai")
    {
        var asked = request ?? Resignation;
        return new(Guid.CreateVersion7(), Company, "LZ-20260901-ABCDEF", asked, OffboardingClock.Of(asked, timeZone, new OffboardingOptions()), OffboardingStage.Acknowledgement, "hr", NowUtc, null);
    }

    public static Person Person(string name, string number, string userName, string timeZone, bool isActive = true) =>
        new(Guid.CreateVersion7(), Company, name, number, userName, $"{userName}@xinghe.example", userName, "销售部", "客户经理", timeZone, isActive);
}
