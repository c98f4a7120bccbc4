using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>The links of definitions and of their list: only what the person may follow.</summary>
internal static class DefinitionLinks
{
    private const string Root = "/workflow-definitions";

    public static IReadOnlyList<Link> Of(string definitionId, CurrentUser user)
    {
        var id = Uri.EscapeDataString(definitionId);
        var own = $"{Root}/{id}";
        List<Link> links =
        [
            new(own, "self", "GET"),
            new($"{Root}/by-definition-id/{id}", "self", "GET"),
            new($"{own}/versions", "versions", "GET"),
            new($"{own}/export", "export", "GET"),
        ];
        if (!user.Has(Permission.WorkflowsManage)) return links;
        return
        [
            .. links,
            new($"{own}/bulk-dispatch", "bulk-dispatch", "POST"),
            new($"{own}/dispatch", "dispatch", "POST"),
            new($"{own}/execute", "execute", "POST"),
            new($"{own}/publish", "publish", "POST"),
            new($"{own}/retract", "retract", "POST"),
            new(own, "delete", "DELETE"),
            new($"{own}/import", "import", "PUT"),
            new($"{own}/update-references", "update-references", "POST"),
        ];
    }

    public static IReadOnlyList<Link> OfList(CurrentUser user)
    {
        List<Link> links =
        [
            new(Root, "self", "GET"),
            new($"{Root}/validation/is-name-unique", "is-name-unique", "GET"),
            new($"{Root}/query/count", "count", "GET"),
            new($"{Root}/many-by-id", "many-by-id", "GET"),
        ];
        if (!user.Has(Permission.WorkflowsManage)) return links;
        return
        [
            .. links,
            new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
            new("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"),
            new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
            new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
            new($"{Root}/import", "import", "POST"),
            new($"{Root}/import-files", "import-files", "POST"),
            new(Root, "create", "POST"),
        ];
    }
}
