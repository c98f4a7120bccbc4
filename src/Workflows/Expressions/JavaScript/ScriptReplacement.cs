using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>What <c>replace</c> puts in, as a function that counts the text it makes: a template with <c>$'</c> can make a square of its input.</summary>
internal sealed class ScriptReplacement
{
    private readonly EvaluationBudget budget;
    private readonly JsValue replacement;
    private readonly string? template;

    private ScriptReplacement(EvaluationBudget budget, JsValue replacement)
    {
        this.budget = budget;
        this.replacement = replacement;
        if (!replacement.IsCallable()) template = TypeConverter.ToString(replacement);
    }

    public static JsValue Guard(ScriptEngine engine, EvaluationBudget budget, JsValue replacement)
    {
        var guarded = new ScriptReplacement(budget, replacement);
        return new ClrFunction(engine, "", guarded.Replace, 0);
    }

    private JsString Replace(JsValue self, JsValue[] arguments)
    {
        var text = template is null ? TypeConverter.ToString(replacement.Call(JsValue.Undefined, arguments)) : Expand(template, arguments);
        budget.CountText(text.Length);
        return JsString.Create(text);
    }

    /// <summary>The arguments are the match, its groups, its position, the whole text and, when groups have names, an object of them.</summary>
    private string Expand(string text, JsValue[] arguments)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var hasNames = arguments[^1] is ObjectInstance;
        var whole = TypeConverter.ToString(arguments[hasNames ? ^2 : ^1]);
        var position = (int)TypeConverter.ToNumber(arguments[hasNames ? ^3 : ^2]);
        var match = TypeConverter.ToString(arguments[0]);
        var groups = arguments.Length - (hasNames ? 4 : 3);
        var expanded = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            var next = text[index] == '$' && index + 1 < text.Length ? text[index + 1] : '\0';
            string? piece = next switch
            {
                '$' => "$",
                '&' => match,
                '`' => whole[..position],
                '\'' => whole[Math.Min(whole.Length, position + match.Length)..],
                _ => null,
            };
            var used = 2;
            if (piece is null && char.IsAsciiDigit(next)) (piece, used) = Group(text, index, groups, arguments);
            if (piece is null && next == '<' && hasNames && text.IndexOf('>', index) is var end and > 0)
                (piece, used) = (Named((ObjectInstance)arguments[^1], text[(index + 2)..end]), end - index + 1);
            budget.RequireFits((double)expanded.Length + (piece?.Length ?? 1));
            if (piece is null) expanded.Append(text[index]);
            else
            {
                expanded.Append(piece);
                index += used - 1;
            }
        }
        return expanded.ToString();
    }

    private static (string? Piece, int Used) Group(string text, int index, int groups, JsValue[] arguments)
    {
        var one = text[index + 1] - '0';
        var two = index + 2 < text.Length && char.IsAsciiDigit(text[index + 2]) ? one * 10 + text[index + 2] - '0' : -1;
        var (number, used) = two >= 1 && two <= groups ? (two, 3) : (one, 2);
        if (number < 1 || number > groups) return (null, 0);
        return (arguments[number].Type == Types.Undefined ? "" : TypeConverter.ToString(arguments[number]), used);
    }

    private static string Named(ObjectInstance names, string name) => names.Get(name) is { Type: not Types.Undefined } value ? TypeConverter.ToString(value) : "";
}
