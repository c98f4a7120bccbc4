using System.Collections;
using System.Globalization;
using Fluid.Values;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>Values of the instance as Liquid sees them. Lists and objects are converted where the template looks.</summary>
internal static class LiquidValues
{
    public static FluidValue Of(object? value) => value switch
    {
        null => NilValue.Instance,
        string text => StringValue.Create(text),
        bool flag => BooleanValue.Create(flag),
        int or short or long or decimal => NumberValue.Create(System.Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        double or float => Number(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        DateTime moment => new DateTimeValue(new DateTimeOffset(ValueText.Utc(moment))),
        DateTimeOffset moment => new DateTimeValue(moment),
        Dictionary<string, object?> members => new DictionaryValue(new Members(members)),
        List<object?> items => new ArrayValue(new Items(items)),
        Guid or TimeSpan or byte[] => StringValue.Create(ValueText.Of(value)),
        _ => Of(Values.FromClr(value)),
    };

    /// <summary>Liquid counts in decimals; what is too large for them is shown as text.</summary>
    private static FluidValue Number(double number) =>
        Math.Abs(number) < 7.9e27 ? NumberValue.Create((decimal)number) : StringValue.Create(ValueText.Of(number));

    private sealed class Members(Dictionary<string, object?> members) : IFluidIndexable
    {
        public int Count => members.Count;

        public IEnumerable<string> Keys => members.Keys;

        public bool TryGetValue(string name, out FluidValue value)
        {
            var isThere = members.TryGetValue(name, out var member);
            value = Of(member);
            return isThere;
        }
    }

    private sealed class Items(List<object?> items) : IReadOnlyList<FluidValue>
    {
        public int Count => items.Count;

        public FluidValue this[int index] => Of(items[index]);

        public IEnumerator<FluidValue> GetEnumerator() => items.Select(Of).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
