using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>Flattens nested lists within the budget: lists that hold the same list many times are counted as often as they are visited.</summary>
internal sealed class ScriptFlat(ScriptEngine engine, EvaluationBudget budget)
{
    private readonly List<JsValue> flat = [];

    public JsValue Flat(ObjectInstance list, JsValue depth)
    {
        Add(list, depth.Type == Types.Undefined ? 1 : TypeConverter.ToNumber(depth));
        return new JsArray(engine, [.. flat]);
    }

    private void Add(ObjectInstance list, double depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var length = TypeConverter.ToNumber(list.Get("length"));
        budget.RequireLength(double.IsNaN(length) ? 0 : length);
        for (var index = 0; index < length; index++)
        {
            budget.CountValue();
            if (!list.HasProperty(JsNumber.Create(index))) continue;
            var item = list.Get(JsNumber.Create(index));
            if (depth >= 1 && item is ObjectInstance inner && inner.IsArray()) Add(inner, depth - 1);
            else flat.Add(item);
        }
        budget.RequireLength(flat.Count);
    }
}
