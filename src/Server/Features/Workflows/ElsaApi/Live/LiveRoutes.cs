using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Live;

/// <summary>Live updates over SignalR: WebSocket, and where that cannot be had server-sent events or long polling.</summary>
internal static class LiveRoutes
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSignalR(o =>
        {
            o.MaximumReceiveMessageSize = 4096;
            // Clients over server-sent events notice an end only with the next sign of life; proxies drop connections that show none.
            o.KeepAliveInterval = TimeSpan.FromSeconds(5);
        }).AddJsonProtocol(o => o.PayloadSerializerOptions = ElsaJson.Options);
        services.AddSingleton<ObservedInstances>();
        services.AddHostedService<TellObservers>();
    }

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapHub<WorkflowInstanceHub>(WorkflowInstanceHub.Path).Needs(Permission.WorkflowsRead);
}
