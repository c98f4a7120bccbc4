using HrBpm.Server.Platform;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>What requests about definitions are refused with.</summary>
internal static class DefinitionProblems
{
    public const string NotSoundCode = "definitions.not-sound";

    /// <param name="Message">What was expected, and what came, in the language of the answer.</param>
    /// <param name="MessageEn">The same in English.</param>
    /// <param name="MessageZhCn">The same in Chinese.</param>
    /// <param name="ActivityId">The activity; absent where the definition itself is meant.</param>
    /// <param name="Code">Stable code.</param>
    /// <param name="Field">Key of the form's field that is meant; absent where none is.</param>
    internal sealed record ValidationError(string Message, string MessageEn, string MessageZhCn, string? ActivityId, string Code, string? Field = null);

    public static ProblemHttpResult Unknown(string definitionId) =>
        Problems.NotFound("definitions.unknown", $"Expected a definition '{definitionId}' that your company sees, in such a version, but there is none.");

    public static ProblemHttpResult UnknownVersion(string id) =>
        Problems.NotFound("definitions.version-unknown", $"Expected a version with the id '{id}' that your company sees, but there is none.");

    public static ProblemHttpResult UnknownNode(string nodeId) => Problems.NotFound("definitions.node-unknown", $"Expected an activity with the node id '{nodeId}', but there is none.");

    public static ProblemHttpResult VersionOptions(string? given) => Problems.Invalid("definitions.version-options",
        $"Expected versionOptions to be AllVersions, Latest, Published, Draft, LatestOrPublished, LatestAndPublished or a version number, but it is '{given}'.");

    public static ProblemHttpResult Trigger(string activity) => Problems.Invalid("definitions.trigger",
        $"Expected triggerActivityId to be an activity that can start the workflow, or one that lies directly in the definition's flowchart, but '{activity}' is neither.");

    /// <summary>400, with every problem: in <c>validationErrors</c> for programs, and in <c>errors</c>, where Elsa Studio looks for what it shows.</summary>
    /// <param name="problems">What is not sound.</param>
    /// <param name="language">Language of the answer, such as <c>zh-CN</c>.</param>
    public static ProblemHttpResult NotSound(IReadOnlyList<DefinitionProblem> problems, string language) => TypedResults.Problem(
        $"{CountIn(language, problems.Count)}{problems[0].MessageIn(language)}",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?>
        {
            ["code"] = NotSoundCode,
            ["errors"] = problems.GroupBy(p => p.Node.Length == 0 ? "definition" : p.Node).ToDictionary(g => g.Key, g => g.Select(p => p.MessageIn(language)).ToArray()),
            ["validationErrors"] = problems.Select(p => new ValidationError(p.MessageIn(language), p.Message, p.MessageZhCn, p.Node.Length == 0 ? null : p.Node, p.Code, p.Field)).ToList(),
        });

    /// <summary>Why a change was not made.</summary>
    public static ProblemHttpResult Of(DefinitionChange change, string language) => change switch
    {
        DefinitionChange.Refused { Why.Code: IfMatch.Changed } refused => Problems.Problem(StatusCodes.Status412PreconditionFailed, refused.Why.Code, refused.Why.Message),
        DefinitionChange.Refused refused => refused.Why.ToProblem(),
        DefinitionChange.NotSound unsound => NotSound(unsound.Problems, language),
        _ => throw new InvalidOperationException($"Expected a change that was not made, but it is {change}."),
    };

    private static string CountIn(string language, int count) => language == ActivityTexts.English
        ? $"Expected a definition that is sound, but it has {count} {(count == 1 ? "problem" : "problems")}. "
        : $"流程定义有 {count} 处问题。";
}
