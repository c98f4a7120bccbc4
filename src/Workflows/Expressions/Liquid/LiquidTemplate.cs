using System.Globalization;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Ast;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>A parsed template, or why it cannot be parsed.</summary>
internal sealed partial class LiquidTemplate
{
    private const int MostTokens = 2000;
    private const int ParserStackBytes = 64 * 1024 * 1024;

    private static readonly FluidParser Parser = StandardParser();

    private LiquidTemplate(IFluidTemplate? template, ExpressionProblem? problem) => (Template, Problem) = (template, problem);

    public IFluidTemplate? Template { get; }

    public ExpressionProblem? Problem { get; }

    /// <remarks>
    /// The parser recurses for every nested block, bracket and filter without looking at the stack, and an overflow would end the process. So the tokens that can nest are
    /// counted first, and the parser gets a stack that is large enough for all of them; what is nested deeper than <see cref="TemplateGuard.DeepestNesting"/> is then refused.
    /// </remarks>
    public static LiquidTemplate Parse(string source)
    {
        if (Nesting(source)) return Refused($"Expected at most {MostTokens} tags, brackets and filters in a template, but there are more.", ExpressionException.Limit);
        LiquidTemplate? parsed = null;
        if (OperatingSystem.IsBrowser()) return ParseHere(source);
        var thread = new Thread(() => parsed = ParseHere(source), ParserStackBytes) { IsBackground = true, Name = "template parser" };
        thread.Start();
        thread.Join();
        return parsed!;
    }

    private static LiquidTemplate ParseHere(string source)
    {
        try
        {
            return Parser.TryParse(source, out var template, out var error) ? new(new TemplateGuard().VisitTemplate(template), null) : Refused(error);
        }
        catch (ExpressionException e)
        {
            return Refused(e.Message, e.Code);
        }
        catch (Exception)
        {
            return Refused("the template cannot be read");
        }
    }

    private static bool Nesting(string source) =>
        source.AsSpan().Count("{%") > MostTokens || source.AsSpan().Count('(') > MostTokens || source.AsSpan().Count('[') > MostTokens || source.AsSpan().Count('|') > MostTokens;

    public static LiquidTemplate Refused(string message, string code) => new(null, new(code, message, 1, 1));

    private static LiquidTemplate Refused(string error)
    {
        var firstLine = error.Split('\n')[0].Trim();
        var place = Place().Match(firstLine);
        var (line, column) = place.Success ? (Number(place, "line"), Number(place, "column")) : (1, 1);
        var reason = place.Success ? firstLine[..place.Index].Trim() : firstLine;
        return new(null, new(ExpressionException.Syntax, $"Expected a valid Liquid template, but line {line}, column {column} has an error: {reason}.", line, column));
    }

    private static int Number(Match place, string group) => int.Parse(place.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>Templates stand alone: there are no others to include. The tag <c>liquid</c> would allow nesting without tokens to count.</summary>
    private static FluidParser StandardParser()
    {
        var parser = new FluidParser(new FluidParserOptions { AllowFunctions = false, AllowParentheses = false, AllowLiquidTag = false });
        foreach (var tag in (string[])["include", "render", "liquid"]) parser.RegisteredTags.Remove(tag);
        return parser;
    }

    [GeneratedRegex(@"\s*at \((?<line>\d+):(?<column>\d+)\)\s*$")]
    private static partial Regex Place();
}
