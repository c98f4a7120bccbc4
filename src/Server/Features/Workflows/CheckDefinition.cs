using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Server.Features.Workflows.Scenarios;
using HrBpm.Server.Features.Workflows.Variants;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Says what keeps a definition from being stored, or from being published.</summary>
internal sealed partial class CheckDefinition(DefinitionCompiler compiler, DefinitionValidator validator, IDefinitionStore definitions, CheckScenarios scenarios, BrokenLocks locks)
{
    private const int LongestName = 200;
    private const int LongestDescription = 4000;

    private static readonly Dictionary<string, JsonValueKind> Kinds = new()
    {
        ["definitionId"] = JsonValueKind.String,
        ["name"] = JsonValueKind.String,
        ["description"] = JsonValueKind.String,
        ["toolVersion"] = JsonValueKind.String,
        ["variables"] = JsonValueKind.Array,
        ["inputs"] = JsonValueKind.Array,
        ["outputs"] = JsonValueKind.Array,
        ["outcomes"] = JsonValueKind.Array,
        ["customProperties"] = JsonValueKind.Object,
        ["options"] = JsonValueKind.Object,
        ["root"] = JsonValueKind.Object,
    };

    /// <summary>What would keep anybody from reading it again. A draft may be unfinished, but not that.</summary>
    public IReadOnlyList<DefinitionProblem> ForStoring(WorkflowDefinition definition)
    {
        var problems = Members(definition.Source).ToList();
        if (problems.Count > 0) return problems;
        try
        {
            compiler.Compile("", 0, definition);
            return [];
        }
        catch (DefinitionException wrong)
        {
            return wrong.Problems;
        }
    }

    /// <summary>What would keep an instance from running as its author means it, with the definitions that it uses as activities as they are published now.</summary>
    /// <param name="owner">The company; <see cref="DefinitionVersion.AllCompanies"/> for what comes with the product.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<DefinitionProblem>> ForPublishingAsync(Guid owner, WorkflowDefinition definition, CancellationToken ct) =>
        [.. (await AllAsync(owner, definition, ct)).Where(p => p.IsError)];

    /// <summary>The same, and then whether it keeps what the group has locked, and how the flow's scenarios go in it.</summary>
    /// <param name="author">Who publishes, for which company.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="accepts">Scenarios that go differently shall do so from now on.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<DefinitionProblem>> ForPublishingAsync(DefinitionAuthor author, WorkflowDefinition definition, bool accepts, CancellationToken ct) =>
        await ForPublishingAsync(author.CompanyId, definition, ct) is { Count: > 0 } unsound ? unsound
            : await locks.FindAsync(author.CompanyId, definition, ct) is { Count: > 0 } broken ? broken
            : await scenarios.FindAsync(author, definition, accepts, ct);

    /// <summary>Everything that its author should know before it is published.</summary>
    public async Task<IReadOnlyList<DefinitionProblem>> AllAsync(Guid owner, WorkflowDefinition definition, CancellationToken ct) =>
        validator.Check(definition.Write(), await UsedDefinitions.LoadAsync(definitions, owner.ToString("D"), definition, ct));

    private static IEnumerable<DefinitionProblem> Members(JsonObject source)
    {
        foreach (var (name, kind) in Kinds)
            if (source[name] is { } value && value.GetValueKind() != kind) yield return Wrong(name, $"Expected '{name}' to be {Words(kind)}, but it is {Words(value.GetValueKind())}.", $"“{name}”应为{ChineseWords(kind)}，但它是{ChineseWords(value.GetValueKind())}。");
        foreach (var list in new[] { "variables", "inputs", "outputs" })
            if (source[list] is JsonArray items && items.Any(i => i is not JsonObject)) yield return Wrong(list, $"Expected each of '{list}' to be an object, but one is not.", $"“{list}”中的每一项都应为对象，但有一项不是。");
        if (source["outcomes"] is JsonArray outcomes && outcomes.Any(o => o?.GetValueKind() != JsonValueKind.String)) yield return Wrong("outcomes", "Expected each of 'outcomes' to be a string, but one is not.", "“outcomes”中的每一项都应为文本，但有一项不是。");
        if (Text(source, "definitionId") is { Length: > 0 } id && !Id().IsMatch(id)) yield return Wrong("definitionId", "Expected 'definitionId' to be 1 to 128 letters, digits, dots, hyphens, colons and underscores, but it is not.", "“definitionId”应由 1 到 128 个字母、数字、点、连字符、冒号或下划线组成，但不是。");
        if (Text(source, "name") is { Length: > LongestName }) yield return Wrong("name", $"Expected 'name' to have at most {LongestName} characters, but it has more.", $"“name”最多 {LongestName} 个字符，但超出了。");
        if (Text(source, "description") is { Length: > LongestDescription }) yield return Wrong("description", $"Expected 'description' to have at most {LongestDescription} characters, but it has more.", $"“description”最多 {LongestDescription} 个字符，但超出了。");
        if (Text(source, "toolVersion") is { Length: > 40 }) yield return Wrong("toolVersion", "Expected 'toolVersion' to have at most 40 characters, but it has more.", "“toolVersion”最多 40 个字符，但超出了。");
    }

    private static DefinitionProblem Wrong(string member, string message, string chinese) => new($"definitions.{member}", ProblemSeverity.Error, "", message, chinese);

    private static string? Text(JsonObject source, string member) => source[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "something else",
    };

    private static string ChineseWords(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "文本",
        JsonValueKind.Array => "列表",
        JsonValueKind.Object => "对象",
        JsonValueKind.Number => "数字",
        JsonValueKind.True or JsonValueKind.False => "布尔值",
        _ => "其他内容",
    };

    [GeneratedRegex(@"^[\p{L}\p{N}._:\-]{1,128}$")]
    private static partial Regex Id();
}
