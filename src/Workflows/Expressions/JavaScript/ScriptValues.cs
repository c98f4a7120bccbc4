using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>Values of the instance as native values of one script engine, and back. No CLR object ever enters the engine.</summary>
internal sealed class ScriptValues(ScriptEngine engine, EvaluationBudget budget, ExpressionLimits limits)
{
    public JsValue ToScript(object? value, int depth = 0)
    {
        switch (value)
        {
            case null: return JsValue.Null;
            case string text: return JsString.Create(text);
            case bool flag: return flag ? JsBoolean.True : JsBoolean.False;
            case int number: return JsNumber.Create(number);
            case short number: return JsNumber.Create(number);
            case long or double or float or decimal: return JsNumber.Create(System.Convert.ToDouble(value, CultureInfo.InvariantCulture));
            case DateTime moment: return new JsDate(engine, ValueText.Utc(moment));
            case DateTimeOffset moment: return new JsDate(engine, moment);
            case Guid or TimeSpan: return JsString.Create(ValueText.Of(value));
            case byte[] bytes: return ListToScript(bytes.Length, index => JsNumber.Create((int)bytes[index]));
            case List<object?> items: return ListToScript(items.Count, index => ToScript(items[index], Deeper(depth)));
            case Dictionary<string, object?> members: return MembersToScript(members, Deeper(depth));
            default: return ToScript(Values.FromClr(value), depth);
        }
    }

    /// <summary>The value of the script as a value of the instance; <paramref name="original"/> itself when the script did not change it.</summary>
    /// <remarks>Scripts know one kind of number and dates to the millisecond: what came in exact must not go out rounded only because a script had it in hand.</remarks>
    public object? FromScript(JsValue value, object? original = null, int depth = 0)
    {
        budget.CountValue();
        switch (value.Type)
        {
            case Types.Undefined or Types.Null: return null;
            case Types.Boolean: return original is bool flag && flag == value.AsBoolean() ? original : value.AsBoolean();
            case Types.String: return SameText(value.ToString(), original);
            case Types.Number: return SameNumber(value.AsNumber(), original);
            case Types.Object: return FromObject((ObjectInstance)value, original, Deeper(depth));
            default: throw new ExpressionException(ExpressionException.Mismatch, "Expected the script to give a value, but it gave a symbol or a big integer.");
        }
    }

    private JsArray ListToScript(int length, Func<int, JsValue> item)
    {
        budget.RequireLength(length);
        var items = new JsValue[length];
        for (var index = 0; index < length; index++) items[index] = item(index);
        return new JsArray(engine, items);
    }

    private JsObject MembersToScript(Dictionary<string, object?> members, int depth)
    {
        var script = new JsObject(engine);
        foreach (var (name, member) in members) script.FastSetDataProperty(name, ToScript(member, depth));
        return script;
    }

    private object? FromObject(ObjectInstance value, object? original, int depth)
    {
        if (value is JsDate date) return FromDate(date, original);
        if (value.IsCallable()) throw new ExpressionException(ExpressionException.Mismatch, "Expected the script to give a value, but it gave a function.");
        return value.IsArray() ? FromArray(value, original, depth) : FromMembers(value, original as Dictionary<string, object?>, depth);
    }

    private object? FromArray(ObjectInstance value, object? original, int depth)
    {
        var length = TypeConverter.ToNumber(value.Get("length"));
        budget.RequireLength(length);
        var before = original switch { List<object?> items => items, byte[] bytes => [.. bytes.Select(each => (object?)(int)each)], _ => null };
        var isSame = before?.Count == (int)length;
        var after = new List<object?>((int)length);
        for (var index = 0; index < (int)length; index++)
        {
            var was = index < before?.Count ? before[index] : null;
            after.Add(FromMember(value.Get(JsNumber.Create(index)), was, depth));
            isSame &= ReferenceEquals(after[index], was);
        }
        return isSame ? original : after;
    }

    private Dictionary<string, object?> FromMembers(ObjectInstance value, Dictionary<string, object?>? before, int depth)
    {
        var after = new Dictionary<string, object?>();
        var isSame = before is not null;
        foreach (var key in value.GetOwnPropertyKeys(Types.String))
        {
            if (value.GetOwnProperty(key) is not { Enumerable: true }) continue;
            var member = value.Get(key);
            if (member.IsCallable()) continue;
            var name = WellFormed.Make(key.ToString());
            object? was = null;
            isSame &= before is not null && before.TryGetValue(name, out was);
            after[name] = FromMember(member, was, depth);
            isSame &= ReferenceEquals(after[name], was);
        }
        return isSame && before!.Count == after.Count ? before : after;
    }

    private object? FromMember(JsValue value, object? original, int depth) => value.IsCallable() ? null : FromScript(value, original, depth);

    private static object? FromDate(JsDate date, object? original)
    {
        if (double.IsNaN(date.DateValue)) return null;
        return original switch
        {
            DateTime was when Milliseconds(ValueText.Utc(was)) == date.DateValue => original,
            DateTimeOffset was when Milliseconds(was.UtcDateTime) == date.DateValue => original,
            _ => DateTime.UnixEpoch.AddMilliseconds(date.DateValue),
        };
    }

    private static double Milliseconds(DateTime utc) => Math.Floor((utc - DateTime.UnixEpoch).TotalMilliseconds);

    private static object SameText(string text, object? original) =>
        original is not null and (string or Guid or TimeSpan) && ValueText.Of(original) == text ? original : text;

    private static object SameNumber(double number, object? original) =>
        original is int or long or short or double or float or decimal && System.Convert.ToDouble(original, CultureInfo.InvariantCulture) == number ? original : Number(number);

#pragma warning disable CA1859 // Misled by the boxing: these return int, long and double.
    /// <summary>A whole number is int or, as far as doubles are exact, long. The casts keep the numbers from becoming double again.</summary>
    private static object Number(double number) =>
        number == (int)number ? (object)(int)number
        : number == Math.Floor(number) && Math.Abs(number) <= 9007199254740991 ? (object)(long)number
        : (object)number;
#pragma warning restore CA1859

    private int Deeper(int depth) => depth < limits.ValueDepth ? depth + 1 :
        throw new ExpressionException(ExpressionException.Limit, $"Expected values nested at most {limits.ValueDepth} deep, but one is nested deeper (or contains itself).");
}
