using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>What the requests for many definitions at once have in common.</summary>
internal static class BulkChanges
{
    internal const int Most = 200;

    /// <param name="DefinitionIds">Logical ids.</param>
    internal sealed record OfDefinitions(IReadOnlyList<string> DefinitionIds);

    /// <param name="Ids">Ids of versions.</param>
    internal sealed record OfVersions(IReadOnlyList<string> Ids);

    /// <summary>One of many that was not changed, and why.</summary>
    internal sealed record NotChanged(string Id, string Code, string Message);

    public static ProblemHttpResult? WhyNot(IReadOnlyList<string> ids) => ids.Count is 0 or > Most || ids.Any(string.IsNullOrWhiteSpace)
        ? Problems.Invalid("definitions.ids", $"Expected 1 to {Most} ids, none of them blank, but there are {ids.Count}, or one is blank.")
        : null;

    public static NotChanged Because(string id, Refusal why) => new(id, why.Code, why.Message);

    public static NotChanged Because(string id, IReadOnlyList<DefinitionProblem> problems, string language) => new(id, DefinitionProblems.NotSoundCode, string.Join(" ", problems.Select(p => p.MessageIn(language))));
}
