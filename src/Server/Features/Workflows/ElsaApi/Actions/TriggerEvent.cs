using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>Publishes an event within the company. One that nothing waits for yet is kept for a while.</summary>
internal static class TriggerEvent
{
    private const int LongestName = 500, LongestCorrelation = 256, LongestInstance = 64;

    /// <param name="CorrelationId">Only for instances of this correlation id; those that it starts get it.</param>
    /// <param name="WorkflowInstanceId">Only for this instance.</param>
    /// <param name="Input">What comes with it.</param>
    internal sealed record Request(string? CorrelationId = null, string? WorkflowInstanceId = null, JsonNode? Input = null);

    /// <param name="StartedWorkflowInstanceIds">Instances that it started.</param>
    /// <param name="ResumedBookmarkIds">Bookmarks that it resumed.</param>
    internal sealed record Answer(IReadOnlyList<string> StartedWorkflowInstanceIds, IReadOnlyList<string> ResumedBookmarkIds);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(string eventName, Request? request, StimulusSender stimuli, CurrentUser user, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(eventName) || eventName.Length > LongestName) return Problems.Invalid("events.name.invalid", $"Expected the name of an event to have from 1 to {LongestName} characters, but it has {eventName.Length}.");
        if (request?.CorrelationId is { Length: > LongestCorrelation }) return Problems.Invalid("events.correlation.invalid", $"Expected correlationId to have at most {LongestCorrelation} characters, but it has more.");
        if (request?.WorkflowInstanceId is { Length: > LongestInstance }) return Problems.Invalid("events.instance.invalid", $"Expected workflowInstanceId to have at most {LongestInstance} characters, but it has more.");
        var sent = await stimuli.PublishEventAsync(user.CompanyId.ToString("D"), eventName, Values.FromJson(request?.Input), ct, request?.CorrelationId, request?.WorkflowInstanceId, user.Actor);
        return new ElsaAnswer<Answer>(new Answer(sent.Started, sent.Resumed));
    }
}
