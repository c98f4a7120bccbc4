using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>An iterable that asks the budget for every step of the one behind it.</summary>
internal static class ScriptIterable
{
    public static JsValue Counted(ScriptEngine engine, EvaluationBudget budget, JsValue iterable)
    {
        if (iterable is not ObjectInstance source) return iterable;
        var counted = new JsObject(engine);
        Put(engine, counted, GlobalSymbolRegistry.Iterator, _ => Iterator(engine, budget, source));
        return counted;
    }

    private static JsValue Iterator(ScriptEngine engine, EvaluationBudget budget, ObjectInstance source)
    {
        var iterator = source.Get(GlobalSymbolRegistry.Iterator).Call(source, []);
        if (iterator is not ObjectInstance steps) return iterator;
        var next = steps.Get("next");
        var counted = new JsObject(engine);
        Put(engine, counted, "next", _ =>
        {
            budget.CountValue();
            return next.Call(steps, []);
        });
        return counted;
    }

    private static void Put(ScriptEngine engine, JsObject owner, JsValue key, Func<JsValue[], JsValue> body) =>
        owner.FastSetProperty(key, new PropertyDescriptor(new ClrFunction(engine, "", (_, arguments) => body(arguments), 0), PropertyFlag.Writable | PropertyFlag.Configurable));
}
