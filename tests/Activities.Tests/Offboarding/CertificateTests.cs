using System.Security.Cryptography;
using System.Text;
using HrBpm.Activities.Offboarding;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class CertificateTests
{
    private static readonly EmploymentFacts Facts = new("星河科技有限公司", "客户经理", new(2022, 3, 15), new(2025, 3, 15), new(2028, 3, 14));

    [Fact]
    public void It_states_what_the_law_asks_for()
    {
        var text = Certificate.Of(Case(), Leaver, Facts, NowUtc).Text;
        text.ShouldContain("劳动合同期限：2025年3月15日至2028年3月14日");
        text.ShouldContain("劳动合同解除日期：2026年10月1日");
        text.ShouldContain("工作岗位：客户经理");
        text.ShouldContain("在本单位工作年限：4年6个月");
    }

    [Fact]
    public void It_says_nothing_about_reason_or_kind()
    {
        foreach (var kind in Enum.GetValues<OffboardingKind>())
        {
            var text = Certificate.Of(Case(Resignation with { Kind = kind, Reason = "泄露商业秘密" }), Leaver, Facts, NowUtc).Text;
            text.ShouldNotContain("泄露商业秘密");
            text.ShouldNotContain("单位解除");
            text.ShouldNotContain("辞职");
        }
    }

    [Fact]
    public void A_contract_that_ran_out_is_ended_and_not_dissolved() =>
        Certificate.Of(Case(Resignation with { Kind = OffboardingKind.ContractEnd }), Leaver, Facts, NowUtc).Text.ShouldStartWith("终止劳动合同证明");

    [Fact]
    public void A_contract_without_term_says_so() =>
        Certificate.Of(Case(), Leaver, Facts with { ContractTo = null }, NowUtc).Text.ShouldContain("2025年3月15日起，无固定期限");

    [Theory]
    [InlineData("2026-03-15", "4年0个月")]
    [InlineData("2026-03-14", "4年0个月")]
    [InlineData("2026-03-13", "3年11个月")]
    [InlineData("2022-03-15", "0年0个月")]
    public void Years_of_service_count_both_days(string legalEnd, string expected) =>
        Certificate.Of(Case(Resignation with { LegalEnd = DateOnly.Parse(legalEnd, System.Globalization.CultureInfo.InvariantCulture) }), Leaver, Facts, NowUtc).Text.ShouldContain($"工作年限：{expected}");

    [Fact]
    public void Its_hash_is_of_its_exact_text()
    {
        var certificate = Certificate.Of(Case(), Leaver, Facts, NowUtc);
        certificate.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificate.Text))));
    }
}
