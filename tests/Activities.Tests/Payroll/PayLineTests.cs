using HrBpm.Activities.Payroll;

namespace HrBpm.Activities.Tests.Payroll;

public sealed class PayLineTests
{
    [Theory]
    [InlineData("工资", 1, "CNY", null)]
    [InlineData("Severance", 1, "CNY", null)]
    [InlineData("押金", 1, "CNY", "payroll.item-kind.invalid")]
    [InlineData(null, 1, "CNY", "payroll.item-kind.invalid")]
    [InlineData("工资", 0, "CNY", "payroll.item-amount.invalid")]
    [InlineData("工资", -5, "CNY", "payroll.item-amount.invalid")]
    [InlineData("工资", PayLine.MostMinor + 1, "CNY", "payroll.item-amount.invalid")]
    [InlineData("工资", 1, "USD", "payroll.item-currency.invalid")]
    public void A_row_needs_a_known_kind_a_sane_amount_and_legal_tender(string? kind, long amount, string currency, string? refusal) =>
        (new PayLine(kind, new(amount, currency), null).WhyNot()?.Code).ShouldBe(refusal);

    [Fact]
    public void A_row_that_can_stand_is_not_refused() => new PayLine("经济补偿", new(1, "CNY"), null).WhyNot().ShouldBeNull();

    [Theory]
    [InlineData(PayState.Held, PayState.Releasing, true)]
    [InlineData(PayState.Releasing, PayState.Released, true)]
    [InlineData(PayState.Held, PayState.Released, false)]
    [InlineData(PayState.Releasing, PayState.Held, false)]
    [InlineData(PayState.Released, PayState.Releasing, false)]
    public void Pay_moves_forward_only(PayState from, PayState to, bool moves) =>
        (PayStates.WhyNotMove(new(Guid.NewGuid(), PayItemKind.Wage, 1, "CNY", from), to) is null).ShouldBe(moves);
}
