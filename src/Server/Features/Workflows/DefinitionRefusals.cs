using HrBpm.Workflows;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Why a definition is not changed.</summary>
internal static class DefinitionRefusals
{
    public static Refusal Unknown(string definitionId) => new("definitions.unknown", $"Expected a definition '{definitionId}' that your company sees, but there is none.");

    public static Refusal UnknownNumber(string definitionId, int version) => new("definitions.version.unknown", $"Expected definition '{definitionId}' to have a version {version}, but it has none.");

    public static Refusal UnknownVersion(string id) => new("definitions.version.unknown", $"Expected a version with the id '{id}' of your company's definitions, but there is none.");

    public static Refusal OfAllCompanies(string definitionId) =>
        new("definitions.of-all-companies", $"Expected a definition of your company's own, but '{definitionId}' comes with the product and belongs to all companies. A copy that your company saves stands in its place.");

    public static Refusal NotPublished(string definitionId) => new("definitions.not-published", $"Expected definition '{definitionId}' to have a published version of your company's own, but it has none.");

    public static Refusal IsPublished(DefinitionVersion version) =>
        new("definitions.published", $"Expected version {version.Version} of '{version.DefinitionId}' not to be published, but it is. Retract it, or publish another one, first.");

    public static Refusal InUse(string definitionId, int instances) =>
        new("definitions.in-use", $"Expected no instance to run '{definitionId}', but {instances} {(instances == 1 ? "does" : "do")}. Wait until they end, or cancel them, first.");
}
