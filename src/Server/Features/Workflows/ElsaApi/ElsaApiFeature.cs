using HrBpm.Server.Features.Workflows.ElsaApi.Actions;
using HrBpm.Server.Features.Workflows.ElsaApi.Alterations;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Features.Workflows.ElsaApi.Live;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi;

/// <summary>Elsa 3's management API: the way in which designers, Elsa Studio and scripts see and change definitions.</summary>
internal static class ElsaApiFeature
{
    public static void MapElsaApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api");
        api.MapDefinitions();
        api.MapDescriptors();
        api.MapInstances();
        api.MapActions();
        api.MapAlterations();
        routes.MapLive();
    }
}
