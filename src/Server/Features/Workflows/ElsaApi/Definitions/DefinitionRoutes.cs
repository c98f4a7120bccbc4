using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>The routes of definitions.</summary>
internal static class DefinitionRoutes
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions").WithTags("Definitions");
        definitions.MapGet("", ListDefinitions.HandleAsync).WithSummary("The definitions that the company sees, by page.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/{definitionId}", ReadDefinition.HandleAsync).WithSummary("A definition with its activities; its latest version unless versionOptions says otherwise.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/by-definition-id/{definitionId}", ReadDefinition.HandleAsync).WithName("readDefinitionByDefinitionId").WithSummary("The same, at the address that Elsa Studio uses.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/{definitionId}/versions", ListVersions.HandleAsync).WithSummary("Every version of a definition, the newest first.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/by-id/{id}", ReadVersion.HandleAsync).WithSummary("One version with its activities, by the id of the version.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/many-by-id", ReadVersions.HandleAsync).WithSummary("Several versions with their activities, by their ids.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/query/count", CountDefinitions.HandleAsync).WithSummary("How many definitions the company sees.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/validation/is-name-unique", CheckName.HandleAsync).WithSummary("Whether no other definition has this name.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/subgraph/{id}", ReadSubgraph.HandleAsync).WithSummary("An activity of a version with everything inside it.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/subgraph/segments/{id}", ReadSubgraph.SegmentsAsync).WithName("readSegments").WithSummary("The containers that lead to an activity of a version.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/{definitionId}/consumers", ListConsumers.HandleAsync).WithSummary("The definitions that use this one as an activity.").Needs(Permission.WorkflowsRead);
        definitions.MapGet("/{definitionId}/export", ExportDefinition.HandleAsync).WithSummary("Downloads a definition as JSON, or with those that use it as a ZIP.").Needs(Permission.WorkflowsRead);
        definitions.MapPost("/{definitionId}/export", ExportDefinition.HandleAsync).WithName("exportDefinitionByPost").WithSummary("The same, for clients that post.").Needs(Permission.WorkflowsRead);

        definitions.MapPost("", SaveDefinition.HandleAsync).WithSummary("Saves a definition as a draft, or publishes it; what is not sound is refused with every problem named.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/publish", PublishDefinition.HandleAsync).WithSummary("New instances run the latest version from now on.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/retract", RetractDefinition.HandleAsync).WithSummary("New instances do not run the company's version any more.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/revert/{version}", RevertDefinition.HandleAsync).WithSummary("Makes a new draft of what an earlier version said.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/execute", ExecuteDefinition.HandleAsync).WithSummary("Starts an instance, and shows where it stands once every branch waits.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/dispatch", DispatchDefinition.HandleAsync).WithSummary("Starts an instance, and answers with its id.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/bulk-dispatch", DispatchDefinition.ManyAsync).WithName("bulkDispatchDefinition").WithSummary("Starts up to 100 instances, and answers with their ids.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/{definitionId}/update-references", UpdateReferences.HandleAsync).WithSummary("Makes the definitions that use this one use its published version.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/import", ImportDefinition.HandleAsync).IsExpensive().WithSummary("Takes an exported definition as a draft.").Needs(Permission.WorkflowsManage);
        definitions.MapPut("/{definitionId}/import", ImportDefinition.IntoAsync).IsExpensive().WithName("importIntoDefinition").WithSummary("Takes an exported definition as the draft of this one.").Needs(Permission.WorkflowsManage);
        definitions.MapPost("/import-files", ImportDefinition.FilesAsync).IsExpensive().DisableAntiforgery().WithName("importFiles").WithSummary("Takes several definitions, as JSON or ZIP files: all of them, or none.").Needs(Permission.WorkflowsManage);
        definitions.MapDelete("/{definitionId}", DeleteDefinition.HandleAsync).WithSummary("Deletes a definition of the company's own; refused while instances run it.").Needs(Permission.WorkflowsManage);
        api.MapDelete("/workflow-definition-versions/{id}", DeleteVersion.HandleAsync).WithTags("Definitions").WithSummary("Deletes one version of a definition of the company's own.").Needs(Permission.WorkflowsManage);

        var bulk = api.MapGroup("/bulk-actions").WithTags("Definitions");
        bulk.MapPost("/delete/workflow-definitions/by-definition-id", BulkDelete.DefinitionsAsync).WithName("deleteDefinitions").WithSummary("Deletes several definitions of the company's own.").Needs(Permission.WorkflowsManage);
        bulk.MapPost("/delete/workflow-definitions/by-id", BulkDelete.VersionsAsync).WithName("deleteVersions").WithSummary("Deletes several versions of definitions of the company's own.").Needs(Permission.WorkflowsManage);
        bulk.MapPost("/publish/workflow-definitions/by-definition-ids", BulkPublish.HandleAsync).WithSummary("Publishes the latest versions of several definitions.").Needs(Permission.WorkflowsManage);
        bulk.MapPost("/retract/workflow-definitions/by-definition-ids", BulkRetract.HandleAsync).WithSummary("Retracts several definitions of the company's own.").Needs(Permission.WorkflowsManage);
        bulk.MapPost("/export/workflow-definitions", ExportDefinition.ManyAsync).WithName("exportDefinitions").IsExpensive().WithSummary("Downloads several versions, as a ZIP.").Needs(Permission.WorkflowsRead);
        bulk.MapPost("/import/workflow-definitions", ImportDefinition.FilesAsync).IsExpensive().DisableAntiforgery().WithName("bulkImportDefinitions").WithSummary("Takes several definitions, as JSON or ZIP files: all of them, or none.").Needs(Permission.WorkflowsManage);
    }
}
