using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>What requests about definitions are refused with.</summary>
internal static class DefinitionProblems
{
    public static ProblemHttpResult Unknown(string definitionId) =>
        Problems.NotFound("definitions.unknown", $"Expected a definition '{definitionId}' that your company sees, in such a version, but there is none.");

    public static ProblemHttpResult UnknownVersion(string id) =>
        Problems.NotFound("definitions.version-unknown", $"Expected a version with the id '{id}' that your company sees, but there is none.");

    public static ProblemHttpResult VersionOptions(string? given) => Problems.Invalid("definitions.version-options",
        $"Expected versionOptions to be AllVersions, Latest, Published, Draft, LatestOrPublished, LatestAndPublished or a version number, but it is '{given}'.");
}
