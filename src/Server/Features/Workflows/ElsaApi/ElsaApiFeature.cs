using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi;

/// <summary>Elsa 3's management API: the way in which designers, Elsa Studio and scripts see and change definitions.</summary>
internal static class ElsaApiFeature
{
    public static void MapElsaApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api");
        api.MapDefinitions();
    }

    private static void MapDefinitions(this IEndpointRouteBuilder api)
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
    }
}
