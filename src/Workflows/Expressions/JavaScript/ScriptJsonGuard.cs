using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>A replacer for <c>JSON.stringify</c> that counts what goes through it, and then does what the script's own replacer would.</summary>
internal sealed class ScriptJsonGuard
{
    private readonly EvaluationBudget budget;
    private readonly JsValue replacer;
    private readonly HashSet<string>? wanted;

    public ScriptJsonGuard(ScriptEngine engine, EvaluationBudget budget, JsValue replacer)
    {
        this.budget = budget;
        this.replacer = replacer;
        if (replacer is ObjectInstance list && list.IsArray()) wanted = Names(list);
        Replacer = new ClrFunction(engine, "", Visit, 2);
    }

    public JsValue Replacer { get; }

    private JsValue Visit(JsValue holder, JsValue[] arguments)
    {
        var (key, value) = (arguments.At(0), arguments.At(1));
        budget.CountValue();
        if (wanted is not null && key is JsString { Length: > 0 } name && !holder.IsArray() && !wanted.Contains(name.ToString())) return JsValue.Undefined;
        if (replacer.IsCallable()) value = replacer.Call(holder, [key, value]);
        budget.CountText((key is JsString counted ? counted.Length : 0) + (value is JsString text ? text.Length : 0));
        return value;
    }

    private HashSet<string> Names(ObjectInstance list)
    {
        var length = TypeConverter.ToNumber(list.Get("length"));
        budget.RequireLength(length);
        return Enumerable.Range(0, (int)length).Select(index => TypeConverter.ToString(list.Get(JsNumber.Create(index)))).ToHashSet();
    }
}
