namespace HrBpm.Activities.Payroll;

/// <summary>The items of a release in the form in which they travel through a flow: <c>{itemId, kind, amountMinor, currency}</c>.</summary>
internal static class ReleaseOrder
{
    public static List<object?> Of(IEnumerable<PayItem> items) => [.. items.Select(Shape)];

    private static Dictionary<string, object?> Shape(PayItem item) => new()
    {
        ["itemId"] = item.Id.ToString("D"),
        ["kind"] = char.ToLowerInvariant(item.Kind.ToString()[0]) + item.Kind.ToString()[1..],
        ["amountMinor"] = item.AmountMinor,
        ["currency"] = item.Currency,
    };
}
