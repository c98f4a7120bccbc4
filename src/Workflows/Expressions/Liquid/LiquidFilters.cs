using System.Globalization;
using System.Text;
using Fluid;
using Fluid.Values;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>The filters of templates: Liquid's own within the budget, Elsa's <c>base64</c> and <c>keys</c>, and for HR <c>in_zone</c> and <c>money</c>.</summary>
internal static class LiquidFilters
{
    /// <summary>These take format strings of .NET, by which one call can make text of any length. <c>date</c>, <c>money</c> and <c>round</c> do what flows need.</summary>
    private static readonly string[] Withheld = ["format_number", "format_string", "format_date"];

    public static void Put(FilterCollection filters)
    {
        foreach (var name in Withheld) filters.Remove(name);
        filters.AddFilter("base64", (input, _, _) => Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(input.ToStringValue()))));
        filters.AddFilter("keys", Keys);
        filters.AddFilter("in_zone", InZone);
        filters.AddFilter("money", Money);
        foreach (var (name, filter) in filters.ToList()) filters.AddFilter(name, Within(name, filter));
    }

    private static List<KeyValuePair<string, FilterDelegate>> ToList(this FilterCollection filters)
    {
        var all = new List<KeyValuePair<string, FilterDelegate>>();
        foreach (var pair in filters) all.Add(pair);
        return all;
    }

    private static FilterDelegate Within(string name, FilterDelegate filter) => (input, arguments, context) =>
    {
        var budget = TemplateRun.BudgetOf(context);
        budget.CountStatement();
        budget.RequireFits(Estimate(name, input, arguments));
        var result = filter(input, arguments, context);
        budget.CheckTimeAndMemory();
        return result;
    };

    /// <summary>How long the text can get that a filter makes, for those that can make much longer ones than they are given.</summary>
    private static double Estimate(string name, FluidValue input, FilterArguments arguments) => name switch
    {
        "append" or "prepend" => (double)Length(input) + Length(arguments.At(0)),
        "replace" => Replaced(input.ToStringValue(), arguments.At(0).ToStringValue(), Length(arguments.At(1))),
        "join" => input is ArrayValue list ? list.Values.Sum(item => (double)Length(item) + Length(arguments.At(0))) : 0,
        "date" => arguments.At(0).ToStringValue() is var format && HasWidth(format) ? double.PositiveInfinity : format.Length * 32d,
        _ => 0,
    };

    private static int Length(FluidValue value) => value switch
    {
        StringValue => value.ToStringValue().Length,
        ArrayValue or DictionaryValue => Math.Min(1_000_000, value.ToStringValue().Length),
        _ => 32,
    };

    private static double Replaced(string text, string old, int length) =>
        old.Length == 0 ? text.Length : text.Length + text.AsSpan().Count(old) * Math.Max(0d, length - old.Length);

    /// <summary>A format such as <c>%1000000d</c> asks for padding; up to two digits are as much as any date needs.</summary>
    private static bool HasWidth(string format)
    {
        var digits = 0;
        foreach (var letter in format)
        {
            digits = char.IsAsciiDigit(letter) ? digits + 1 : 0;
            if (digits > 4) return true;
        }
        return false;
    }

    private static ValueTask<FluidValue> Keys(FluidValue input, FilterArguments arguments, TemplateContext context) =>
        new(input is DictionaryValue && input.ToObjectValue() is IFluidIndexable members ? new ArrayValue([.. members.Keys.Select(StringValue.Create)]) : ArrayValue.Empty);

    /// <summary>The moment as the clocks of a time zone show it: <c>{{ Variables.DueAt | in_zone: 'Asia/Shanghai' | date: '%Y-%m-%d %H:%M' }}</c>.</summary>
    private static ValueTask<FluidValue> InZone(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        if (input.IsNil()) return new(NilValue.Instance);
        var id = arguments.At(0).ToStringValue();
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            throw new ExpressionException(ExpressionException.Failed, $"Expected in_zone to name a time zone such as Asia/Shanghai, but it was '{id}'.");
        var given = input is DateTimeValue ? input.ToObjectValue() : input.ToStringValue() is "now" ? context.Now() : input.ToStringValue();
        return Values.Convert(given, "DateTimeOffset") is DateTimeOffset moment ? new(new DateTimeValue(TimeZoneInfo.ConvertTime(moment, zone))) : new(NilValue.Instance);
    }

    /// <summary>An amount in minor units with its currency: <c>{{ 123450 | money: 'CNY' }}</c> is <c>¥1,234.50</c>.</summary>
    private static ValueTask<FluidValue> Money(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        if (input.IsNil()) return new(NilValue.Instance);
        var currency = arguments.Count > 0 ? arguments.At(0).ToStringValue() : "CNY";
        var (symbol, digits) = currency switch { "CNY" => ("¥", 2), "GBP" => ("£", 2), "EUR" => ("€", 2), "USD" => ("$", 2), "HKD" => ("HK$", 2), "JPY" => ("JPY ", 0), "KRW" => ("KRW ", 0), _ => (currency + " ", 2) };
        var amount = input.ToNumberValue() / (digits == 2 ? 100 : 1);
        var sign = amount < 0 ? "-" : "";
        return Text(sign + symbol + Math.Abs(amount).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    private static ValueTask<FluidValue> Text(string text) => new(StringValue.Create(text));
}
