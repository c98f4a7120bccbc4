using System.Text.Json.Serialization;

namespace HrBpm.Workflows.Definitions;

/// <summary>How much a problem matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProblemSeverity>))]
public enum ProblemSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Information,

    /// <summary>The definition runs, but hardly as its author means it.</summary>
    Warning,

    /// <summary>The definition must not be published like this.</summary>
    Error,
}

/// <summary>Something about a definition that its author should know.</summary>
/// <param name="Code">Stable dotted code.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Node">Id of the activity; empty for the definition itself.</param>
/// <param name="Message">What was expected, and what came (English).</param>
/// <param name="MessageZhCn">The same in Chinese.</param>
public sealed record DefinitionProblem(string Code, ProblemSeverity Severity, string Node, string Message, string MessageZhCn)
{
    /// <summary>Line in the text of the expression, or of the JSON, from 1; null when the problem has no such place.</summary>
    public int? Line { get; init; }

    /// <summary>Column in that line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>Key of the form's field that is meant; null where none is.</summary>
    public string? Field { get; init; }

    /// <summary>Counter-example: the names of the activities on a way that leads to the problem, with the outcomes chosen: <c>head (Rejected)</c>. Empty for other problems.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>True when the definition must not be published.</summary>
    [JsonIgnore]
    public bool IsError => Severity == ProblemSeverity.Error;

    /// <summary>The message in a language; English when there is no text in it.</summary>
    /// <param name="language">Language tag, for example <c>zh-CN</c>.</param>
    public string MessageIn(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? MessageZhCn : Message;

    /// <summary>Makes a problem from the texts that belong to its code.</summary>
    internal static DefinitionProblem Of(string code, string node, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var text = ProblemTexts.Of(code);
        return new DefinitionProblem(code, text.Severity, node, ProblemTexts.Fill(text.En, values).TrimEnd(), ProblemTexts.Fill(text.ZhCn, values));
    }
}

/// <summary>A definition cannot be used; every problem is named.</summary>
public sealed class DefinitionException(IReadOnlyList<DefinitionProblem> problems) : Exception(string.Join(" ", problems.Select(p => p.Message)))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;
}
