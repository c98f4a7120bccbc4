using System.Runtime.CompilerServices;
using System.Text;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>Joins a list to text within the budget. A list that contains itself reads as empty there, as in every JavaScript engine.</summary>
internal sealed class ScriptJoin(EvaluationBudget budget)
{
    private readonly HashSet<ObjectInstance> joining = new(ReferenceEqualityComparer.Instance);

    public JsValue Join(ObjectInstance list, JsValue separator)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!joining.Add(list)) return JsString.Empty;
        try
        {
            return JsString.Create(JoinItems(list, separator.Type == Types.Undefined ? "," : TypeConverter.ToString(separator)));
        }
        finally
        {
            joining.Remove(list);
        }
    }

    private string JoinItems(ObjectInstance list, string separator)
    {
        var length = TypeConverter.ToNumber(list.Get("length"));
        if (double.IsNaN(length)) return "";
        budget.RequireLength(length);
        budget.RequireFits(Math.Max(0, length - 1) * separator.Length);
        var text = new StringBuilder();
        for (var index = 0; index < length; index++)
        {
            if (index > 0) text.Append(separator);
            var item = list.Get(JsNumber.Create(index));
            if (item.Type is Types.Null or Types.Undefined) continue;
            var part = TypeConverter.ToString(item);
            budget.RequireFits((double)text.Length + part.Length);
            budget.CountValue();
            text.Append(part);
        }
        budget.CountText(text.Length);
        return text.ToString();
    }
}
