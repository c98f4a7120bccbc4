using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Starts an instance, and shows where it stands once every branch waits.</summary>
internal static class ExecuteDefinition
{
    /// <param name="CorrelationId">Correlation id of the instance.</param>
    /// <param name="Name">Name of the instance.</param>
    /// <param name="VersionOptions">Which version; the published one when absent.</param>
    /// <param name="Input">Inputs by name.</param>
    /// <param name="TriggerActivityId">The activity to start at, which takes the inputs as if its trigger had come; where the flow starts when absent.</param>
    internal sealed record Request(string? CorrelationId = null, string? Name = null, string? VersionOptions = null, JsonObject? Input = null, string? TriggerActivityId = null) : StartDefinition.IRequest;

    internal sealed record Response(WorkflowStateModel WorkflowState);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string definitionId, Request? request, StartDefinition start, WorkflowStates states, CancellationToken ct)
    {
        var started = await start.RunAsync(definitionId, request ?? new Request(), 1, ct);
        if (started.Problem is { } problem) return problem;
        var state = await states.FindAsync(started.InstanceIds[0], ct) ?? throw new InvalidOperationException($"Expected instance {started.InstanceIds[0]} to be there after its start, but it is not.");
        return new ElsaAnswer<Response>(new Response(state));
    }
}
