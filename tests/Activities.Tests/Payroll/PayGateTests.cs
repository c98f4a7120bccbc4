using HrBpm.Activities.Payroll;

namespace HrBpm.Activities.Tests.Payroll;

public sealed class PayGateTests
{
    public static TheoryData<PayItemKind> Kinds => [.. Enum.GetValues<PayItemKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void When_all_is_complete_everything_goes(PayItemKind kind) => Judge(kind, new(true, false)).Releases.ShouldBeTrue();

    [Theory, MemberData(nameof(Kinds))]
    public void Before_the_statutory_date_with_nodes_open_everything_waits(PayItemKind kind) => Judge(kind, new(false, false)).Releases.ShouldBeFalse();

    [Theory]
    [InlineData(PayItemKind.Wage, true)]
    [InlineData(PayItemKind.Overtime, true)]
    [InlineData(PayItemKind.UnusedLeave, true)]
    [InlineData(PayItemKind.PayInLieu, true)]
    [InlineData(PayItemKind.Severance, false)]
    [InlineData(PayItemKind.Bonus, false)]
    [InlineData(PayItemKind.Reimbursement, false)]
    public void At_the_statutory_date_with_nodes_open_only_statutory_items_go(PayItemKind kind, bool goes) => Judge(kind, new(false, true)).Releases.ShouldBe(goes);

    [Theory]
    [InlineData(PayItemKind.Wage, "第九条")]
    [InlineData(PayItemKind.Severance, "第五十条")]
    [InlineData(PayItemKind.Bonus, "公司薪酬制度")]
    public void The_verdict_names_its_basis(PayItemKind kind, string basis) => Judge(kind, new(false, true)).Basis.ShouldContain(basis);

    [Theory, MemberData(nameof(Kinds))]
    public void Two_people_may_release_earlier(PayItemKind kind) => Judge(kind, new(false, false, ["a", "b"])).Releases.ShouldBeTrue();

    [Fact]
    public void One_person_counts_once_however_often_they_agree() => Judge(PayItemKind.Bonus, new(false, false, ["a", "A", "a"])).Releases.ShouldBeFalse();

    private static PayVerdict Judge(PayItemKind kind, PayFacts facts) => PayGate.Judge(kind, facts);
}
