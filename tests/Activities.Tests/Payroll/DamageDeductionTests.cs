using HrBpm.Activities.Payroll;

namespace HrBpm.Activities.Tests.Payroll;

public sealed class DamageDeductionTests
{
    [Theory]
    [InlineData(1_000_000, 1_000_000, 274_000, 200_000)] // a fifth of the wage
    [InlineData(50_000, 1_000_000, 274_000, 50_000)] // the damage is smaller
    [InlineData(1_000_000, 300_000, 274_000, 26_000)] // the minimum wage must be left
    [InlineData(1_000_000, 274_000, 274_000, 0)]
    [InlineData(1_000_000, 200_000, 274_000, 0)]
    [InlineData(1_000_000, 999_999, 0, 199_999)] // rounded down
    [InlineData(0, 1_000_000, 274_000, 0)]
    public void A_deduction_is_a_fifth_at_most_and_leaves_the_minimum_wage(long damage, long wage, long minimum, long expected) =>
        DamageDeduction.ForMonth(damage, wage, minimum).ShouldBe(expected);

    [Fact]
    public void The_largest_wage_does_not_overflow() => DamageDeduction.ForMonth(long.MaxValue, long.MaxValue, 0).ShouldBe(long.MaxValue / 5);

    [Fact]
    public void An_amount_below_zero_is_a_bug() => Should.Throw<ArgumentOutOfRangeException>(() => DamageDeduction.ForMonth(-1, 1, 1));
}
