using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Starts instances, and answers with their ids. They are started when the answer comes, so that none is lost.</summary>
internal static class DispatchDefinition
{
    private const int MostAtOnce = 100;

    /// <param name="CorrelationId">Correlation id of the instance.</param>
    /// <param name="Name">Name of the instance.</param>
    /// <param name="VersionOptions">Which version; the published one when absent.</param>
    /// <param name="Input">Inputs by name.</param>
    /// <param name="TriggerActivityId">The activity to start at, which takes the inputs as if its trigger had come; where the flow starts when absent.</param>
    internal sealed record Request(string? CorrelationId = null, string? Name = null, string? VersionOptions = null, JsonObject? Input = null, string? TriggerActivityId = null) : StartDefinition.IRequest;

    internal sealed record Response(string WorkflowInstanceId);

    /// <param name="Count">How many, 1 to 100; 1 when absent.</param>
    /// <param name="CorrelationId">Correlation id of each instance.</param>
    /// <param name="Name">Name of each instance.</param>
    /// <param name="VersionOptions">Which version; the published one when absent.</param>
    /// <param name="Input">Inputs by name, the same for each.</param>
    /// <param name="TriggerActivityId">The activity to start at; where the flow starts when absent.</param>
    internal sealed record ManyRequest(int? Count = null, string? CorrelationId = null, string? Name = null, string? VersionOptions = null, JsonObject? Input = null, string? TriggerActivityId = null)
        : StartDefinition.IRequest;

    internal sealed record ManyResponse(IReadOnlyList<string> WorkflowInstanceIds);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string definitionId, Request? request, StartDefinition start, CancellationToken ct)
    {
        var started = await start.RunAsync(definitionId, request ?? new Request(), 1, ct);
        return started.Problem is { } problem ? problem : new ElsaAnswer<Response>(new Response(started.InstanceIds[0]));
    }

    public static async Task<Results<ElsaAnswer<ManyResponse>, ProblemHttpResult>> ManyAsync(string definitionId, ManyRequest? request, StartDefinition start, CancellationToken ct)
    {
        if (request?.Count is < 1 or > MostAtOnce) return Problems.Invalid("definitions.count", $"Expected count to be from 1 to {MostAtOnce}, but it is {request.Count}.");
        var started = await start.RunAsync(definitionId, request ?? new ManyRequest(), request?.Count ?? 1, ct);
        return started.Problem is { } problem ? problem : new ElsaAnswer<ManyResponse>(new ManyResponse(started.InstanceIds));
    }
}
