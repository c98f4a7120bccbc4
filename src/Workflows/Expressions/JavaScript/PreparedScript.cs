using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Jint;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>A parsed script, and what has to be put in place before it runs.</summary>
internal sealed partial class PreparedScript
{
    private const int MostPlaceholders = 64;

    private static readonly ScriptPreparationOptions Options = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = ScriptParsingOptions.Default with { AllowReturnOutsideFunction = true, Tolerant = false },
    };

    private PreparedScript(Prepared<Script> script, string source)
    {
        Script = script;
        ReachesGlobalObject = source.Contains("this", StringComparison.OrdinalIgnoreCase) || source.Contains("\\u", StringComparison.Ordinal);
        IsHarmless = source.Length <= 200 && !ReachesGlobalObject && !NeedsGuards().IsMatch(source);
        var mentioned = VariableMembers().Matches(source).Select(match => match.Groups["name"].Value).ToHashSet();
        UsesVariables = script.ReferencedGlobals?.Contains("variables") ?? true;
        Variables = OtherUsesOfVariables().IsMatch(source) || ReachesGlobalObject ? null : mentioned;
    }

    public Prepared<Script> Script { get; }

    /// <summary>The script can look up globals by computed names, so all of them must be there (and the dangerous ones must not).</summary>
    public bool ReachesGlobalObject { get; }

    /// <summary>Short, without lists, loops, functions and the built-ins that can make much out of little: the guards can be spared.</summary>
    public bool IsHarmless { get; }

    public bool UsesVariables { get; }

    /// <summary>The members of <c>variables</c> that the script mentions; null when it uses the object in ways that do not tell.</summary>
    public IReadOnlySet<string>? Variables { get; }

    /// <exception cref="ParseErrorException">The text is not JavaScript.</exception>
    /// <exception cref="ExpressionException">The script is nested too deeply, or has a template with too many placeholders.</exception>
    public static PreparedScript Parse(string source)
    {
        try
        {
            var script = ScriptEngine.PrepareScript(source, "script", strict: false, Options);
            if (source.AsSpan().Count("${") > MostPlaceholders && Has(script.Program!, node => node is TemplateLiteral { Expressions.Count: > MostPlaceholders }))
                throw EvaluationBudget.Exceeded($"at most {MostPlaceholders} placeholders in a template", "one has more");
            if (BigNumber().IsMatch(source) && Has(script.Program!, node => node is BigIntLiteral))
                throw new ExpressionException(ExpressionException.Syntax, "Expected ordinary numbers, but the script has one with the suffix n: there are no big integers here.");
            return new PreparedScript(script, source);
        }
        catch (ScriptPreparationException e) when (e.InnerException is ParseErrorException error)
        {
            throw error;
        }
        catch (ScriptPreparationException)
        {
            throw EvaluationBudget.Exceeded("a moderate nesting of code", "it is nested too deeply");
        }
    }

    private static bool Has(Node node, Predicate<Node> wanted) => wanted(node) || node.ChildNodes.Any(child => Has(child, wanted));

    [GeneratedRegex("[0-9a-fA-F]n")]
    private static partial Regex BigNumber();

    [GeneratedRegex(@"\[|\\|=>|repeat|concat|join|toString|toLocaleString|flat|toSorted|toReversed|toSpliced|with|stringify|replace|pad|raw|normalize|Iterator|Symbol|Promise|Set|sumPrecise|Temporal|\b(for|while|do|function|class|async)\b")]
    private static partial Regex NeedsGuards();

    [GeneratedRegex(@"(?<![\w$])(?<!(?<!\.\.)\.)variables\s*\??\.\s*(?<name>[\p{L}\p{Nl}_$][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$]*)")]
    private static partial Regex VariableMembers();

    [GeneratedRegex(@"\bvariables\b(?!\s*\??\.\s*[\p{L}\p{Nl}_$])")]
    private static partial Regex OtherUsesOfVariables();
}
