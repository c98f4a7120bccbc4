using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.Gallery;

/// <summary>流程库: ready flows that a company can start from.</summary>
internal static class GalleryFeature
{
    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        var gallery = routes.MapGroup("/gallery").WithTags("Gallery");
        gallery.MapGet("", ListReadyFlows.HandleAsync).Needs(Permission.WorkflowsRead).WithSummary("The ready flows of the product, with what they are for, who takes part, and their picture.");
        gallery.MapPost("/{readyFlowId}/use", UseReadyFlow.HandleAsync).Needs(Permission.WorkflowsManage).WithSummary("Makes a draft of the company's own of a ready flow, under a new id and a free name.");
    }
}
