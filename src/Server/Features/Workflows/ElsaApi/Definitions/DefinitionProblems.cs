using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>What requests about definitions are refused with.</summary>
internal static class DefinitionProblems
{
    public const string NotSoundCode = "definitions.not-sound";

    /// <param name="Message">What was expected, and what came.</param>
    /// <param name="ActivityId">The activity; absent where the definition itself is meant.</param>
    /// <param name="Code">Stable code.</param>
    internal sealed record ValidationError(string Message, string? ActivityId, string Code);

    public static ProblemHttpResult Unknown(string definitionId) =>
        Problems.NotFound("definitions.unknown", $"Expected a definition '{definitionId}' that your company sees, in such a version, but there is none.");

    public static ProblemHttpResult UnknownVersion(string id) =>
        Problems.NotFound("definitions.version-unknown", $"Expected a version with the id '{id}' that your company sees, but there is none.");

    public static ProblemHttpResult UnknownNode(string nodeId) => Problems.NotFound("definitions.node-unknown", $"Expected an activity with the node id '{nodeId}', but there is none.");

    public static ProblemHttpResult VersionOptions(string? given) => Problems.Invalid("definitions.version-options",
        $"Expected versionOptions to be AllVersions, Latest, Published, Draft, LatestOrPublished, LatestAndPublished or a version number, but it is '{given}'.");

    public static ProblemHttpResult Trigger(string activity) => Problems.Invalid("definitions.trigger",
        $"Expected no triggerActivityId, because an instance that is started by hand starts where its flow starts, but it is '{activity}'. Send the event that the activity waits for instead.");

    /// <summary>400, with every problem: in <c>validationErrors</c> for programs, and in <c>errors</c>, where Elsa Studio looks for what it shows.</summary>
    public static ProblemHttpResult NotSound(IReadOnlyList<DefinitionProblem> problems) => TypedResults.Problem(
        $"Expected a definition that is sound, but it has {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}. {problems[0].Message}",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?>
        {
            ["code"] = NotSoundCode,
            ["errors"] = problems.GroupBy(p => p.Node.Length == 0 ? "definition" : p.Node).ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray()),
            ["validationErrors"] = problems.Select(p => new ValidationError(p.Message, p.Node.Length == 0 ? null : p.Node, p.Code)).ToList(),
        });

    /// <summary>Why a change was not made.</summary>
    public static ProblemHttpResult Of(DefinitionChange change) => change switch
    {
        DefinitionChange.Refused refused => refused.Why.ToProblem(),
        DefinitionChange.NotSound unsound => NotSound(unsound.Problems),
        _ => throw new InvalidOperationException($"Expected a change that was not made, but it is {change}."),
    };
}
