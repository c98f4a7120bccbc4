namespace HrBpm.Activities.Payroll;

/// <summary>How much of a damage may be deducted from one month's wage (工资支付暂行规定 art. 16).</summary>
public static class DamageDeduction
{
    /// <summary>Most of a month's wage that may be deducted, in percent.</summary>
    public const int MostPercent = 20;

    /// <summary>What may be deducted this month, in the unit of the arguments: at most 20 % of the wage, and never so much that less than the minimum wage is left.</summary>
    /// <param name="damageMinor">What is still owed.</param>
    /// <param name="monthlyWageMinor">The month's wage.</param>
    /// <param name="minimumWageMinor">The local minimum wage per month.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is below zero.</exception>
    public static long ForMonth(long damageMinor, long monthlyWageMinor, long minimumWageMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(damageMinor);
        ArgumentOutOfRangeException.ThrowIfNegative(monthlyWageMinor);
        ArgumentOutOfRangeException.ThrowIfNegative(minimumWageMinor);
        // Rounded down: a fen too much would be unlawful, a fen too little is not. Int128 because the product may pass long.
        var twentyPercent = (long)((Int128)monthlyWageMinor * MostPercent / 100);
        var aboveMinimum = Math.Max(0, monthlyWageMinor - minimumWageMinor);
        return Math.Min(damageMinor, Math.Min(twentyPercent, aboveMinimum));
    }
}
