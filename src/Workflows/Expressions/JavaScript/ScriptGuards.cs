using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>Stands in for the built-ins that make much out of little in a single call, where no budget of statements or memory would be asked in time.</summary>
internal static class ScriptGuards
{
    private delegate JsValue Body(JsValue self, JsValue[] arguments);

    public static void Put(ScriptEngine engine, EvaluationBudget budget)
    {
        var text = (ObjectInstance)engine.Global.Get("String");
        Remove(text, "raw");
        GuardText(engine, budget, Prototype(engine, "String"));
        GuardLists(engine, budget, engine.Intrinsics.Array.PrototypeObject);
        GuardIteration(engine, budget);
        Remove(Prototype(engine, "Date"), "toTemporalInstant");
        var json = (ObjectInstance)engine.Global.Get("JSON");
        Replace(engine, json, "stringify", original => (self, args) => original.Call(self, [args.At(0), new ScriptJsonGuard(engine, budget, args.At(1)).Replacer, args.At(2)]));
    }

    private static void GuardText(ScriptEngine engine, EvaluationBudget budget, ObjectInstance prototype)
    {
        Replace(engine, prototype, "repeat", original => (self, args) =>
        {
            var text = TypeConverter.ToString(self);
            var count = TypeConverter.ToNumber(args.At(0));
            budget.CountText(Math.Max(0, text.Length * count));
            return original.Call(JsString.Create(text), [JsNumber.Create(count)]);
        });
        Replace(engine, prototype, "padStart", original => (self, args) => Pad(budget, original, self, args));
        Replace(engine, prototype, "padEnd", original => (self, args) => Pad(budget, original, self, args));
        Replace(engine, prototype, "concat", _ => (self, args) =>
        {
            var parts = args.Prepend(self).Select(TypeConverter.ToString).ToList();
            budget.CountText(parts.Sum(part => (double)part.Length));
            return JsString.Create(string.Concat(parts));
        });
        Replace(engine, prototype, "replace", original => (self, args) => original.Call(self, [args.At(0), ScriptReplacement.Guard(engine, budget, args.At(1))]));
        Replace(engine, prototype, "replaceAll", original => (self, args) => original.Call(self, [args.At(0), ScriptReplacement.Guard(engine, budget, args.At(1))]));
        Replace(engine, prototype, "normalize", original => (self, args) =>
        {
            var text = TypeConverter.ToString(self);
            budget.CountText(text.Length * 20d);
            return original.Call(JsString.Create(text), args);
        });
        var expressions = Prototype(engine, "RegExp");
        var exec = expressions.Get("exec");
        Replace(engine, expressions, GlobalSymbolRegistry.Replace, original => (self, args) =>
        {
            if (self is ObjectInstance expression && !ReferenceEquals(expression.Get("exec"), exec)) throw new JavaScriptException(engine.Intrinsics.TypeError, "Expected a regular expression, but its exec was replaced.");
            return original.Call(self, [args.At(0), ScriptReplacement.Guard(engine, budget, args.At(1))]);
        });
    }

    /// <summary>These loop over whatever calls itself iterable, for ever when its <c>next</c> is a built-in that never says that it is done.</summary>
    private static void GuardIteration(ScriptEngine engine, EvaluationBudget budget)
    {
        Remove(Prototype(engine, "Iterator"), "map", "filter", "take", "drop", "flatMap", "reduce", "toArray", "forEach", "some", "every", "find");
        Remove(Prototype(engine, "Set"), "union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom");
        Remove((ObjectInstance)engine.Global.Get("Math"), "sumPrecise");
        var promise = (ObjectInstance)engine.Global.Get("Promise");
        Remove(promise, "any");
        foreach (var name in (string[])["all", "allSettled", "race"])
            Replace(engine, promise, name, original => (self, args) => original.Call(self, [ScriptIterable.Counted(engine, budget, args.At(0))]));
    }

    public static void TrimIntl(ScriptEngine engine) => Remove((ObjectInstance)engine.Global.Get("Intl"), "ListFormat", "Segmenter");

    private static ObjectInstance Prototype(ScriptEngine engine, string name) => (ObjectInstance)((ObjectInstance)engine.Global.Get(name)).Get("prototype");

    private static void Remove(ObjectInstance owner, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) owner.Delete(name);
    }

    private static JsValue Pad(EvaluationBudget budget, JsValue original, JsValue self, JsValue[] args)
    {
        var length = TypeConverter.ToNumber(args.At(0));
        budget.CountText(double.IsNaN(length) ? 0 : Math.Max(0, length));
        return original.Call(self, [JsNumber.Create(length), .. args.Skip(1)]);
    }

    private static void GuardLists(ScriptEngine engine, EvaluationBudget budget, ObjectInstance prototype)
    {
        var join = new ScriptJoin(budget);
        Replace(engine, prototype, "join", original => (self, args) => self is ObjectInstance list ? join.Join(list, args.At(0)) : original.Call(self, args));
        foreach (var name in (string[])["toString", "toLocaleString"])
            Replace(engine, prototype, name, original => (self, args) => self is ObjectInstance list && list.IsArray() ? join.Join(list, JsValue.Undefined) : original.Call(self, args));
        Replace(engine, prototype, "flat", original => (self, args) =>
            self is ObjectInstance list ? new ScriptFlat(engine, budget).Flat(list, args.At(0)) : original.Call(self, args));
        foreach (var name in (string[])["toSorted", "toReversed", "toSpliced", "with"])
        {
            Replace(engine, prototype, name, original => (self, args) =>
            {
                if (self is ObjectInstance list) budget.RequireLength(TypeConverter.ToNumber(list.Get("length")));
                return original.Call(self, args);
            });
        }
    }

    private static void Replace(ScriptEngine engine, ObjectInstance owner, JsValue key, Func<JsValue, Body> guard)
    {
        var body = guard(owner.Get(key));
        var function = new ClrFunction(engine, key is JsSymbol ? "[Symbol.replace]" : key.ToString(), (self, args) => body(self, args), 1, PropertyFlag.Configurable);
        owner.FastSetProperty(key, new PropertyDescriptor(function, PropertyFlag.Writable | PropertyFlag.Configurable));
    }
}
