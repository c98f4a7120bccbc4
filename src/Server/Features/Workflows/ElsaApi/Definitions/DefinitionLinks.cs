using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>The links of definitions and of their list: only what the person may follow.</summary>
internal static class DefinitionLinks
{
    private const string Root = "/workflow-definitions";

    public static IReadOnlyList<Link> Of(string definitionId, CurrentUser user)
    {
        var own = $"{Root}/{Uri.EscapeDataString(definitionId)}";
        return
        [
            new(own, "self", "GET"),
            new($"{Root}/by-definition-id/{Uri.EscapeDataString(definitionId)}", "self", "GET"),
            new($"{own}/versions", "versions", "GET"),
        ];
    }

    public static IReadOnlyList<Link> OfList(CurrentUser user) =>
    [
        new(Root, "self", "GET"),
        new($"{Root}/validation/is-name-unique", "is-name-unique", "GET"),
        new($"{Root}/query/count", "count", "GET"),
        new($"{Root}/many-by-id", "many-by-id", "GET"),
    ];
}
