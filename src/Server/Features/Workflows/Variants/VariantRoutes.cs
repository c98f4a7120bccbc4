using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Templates of a group, and what companies have otherwise.</summary>
internal static class VariantRoutes
{
    public static void AddVariants(this IServiceCollection services)
    {
        services.AddScoped<ChangeVariants>();
        services.AddScoped<EditVariants>();
        services.AddScoped<BrokenLocks>();
        services.AddScoped<IStartupStep, SeedVariants>();
    }

    public static void MapVariants(this IEndpointRouteBuilder routes)
    {
        var definitions = routes.MapGroup("/definitions").WithTags("Variants");
        definitions.MapGet("/variants", ListVariants.HandleAsync).Exports<ListVariants.Item>("variants").Needs(Permission.WorkflowsRead).WithSummary("What companies have otherwise than their templates.");
        definitions.MapGet("/{definitionId}/taken", ShowTaken.HandleAsync).Needs(Permission.WorkflowsRead).WithSummary("Which version of a definition somebody would start now: the product's, the group's template, or what their company has in its place.");
        definitions.MapGet("/{definitionId}/template", ShowTemplate.HandleAsync).Needs(Permission.WorkflowsRead).WithSummary("Whether the caller may offer a definition to the companies of the group, and whether it is offered.");
        definitions.MapPost("/{definitionId}/template", OfferTemplate.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("Makes the caller's draft the template of the group.");
        var variant = definitions.MapGroup("/{definitionId}/variant");
        variant.MapGet("", ShowVariant.HandleAsync).Needs(Permission.WorkflowsRead).WithSummary("What the company has otherwise than a template, card by card: inherited, changed, added or off.");
        variant.MapPut("", PutVariant.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("Puts changes in the place of those that the company has. New instances notice once it is published.");
        variant.MapDelete("", DropVariant.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("The company runs the template again, and has nothing otherwise any more.");
        variant.MapPost("/changes", PutVariant.OneAsync).WithName("putVariantChange").Needs(Permission.WorkflowsManage).WithSummary("Puts one change; one of the same key gives way to it.");
        variant.MapDelete("/changes/{key}", TakeBackChange.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("Takes one change back: there the template holds again.");
        variant.MapGet("/upgrade", UpgradeVariant.PreviewAsync).WithName("previewVariantUpgrade").Needs(Permission.WorkflowsRead).WithSummary("What becomes of the changes under the template's published version, with the conflicts by name. Nothing is stored.");
        variant.MapPost("/upgrade", UpgradeVariant.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("Puts the variant onto the template's published version, with a decision about each conflict.");
        variant.MapPost("/publish", PublishVariant.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("The company's new instances run the variant from now on; refused when it is not sound.");
    }
}
