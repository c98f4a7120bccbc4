using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>How often each activity was visited, and how that stands: the numbers on a diagram.</summary>
internal static class ReportActivityExecutions
{
    /// <param name="WorkflowInstanceId">The instance.</param>
    /// <param name="ActivityNodeIds">The nodes that are shown; all when absent.</param>
    internal sealed record Request(string WorkflowInstanceId, string[]? ActivityNodeIds = null);

    internal sealed record Answer(IReadOnlyList<Stats> Stats);

    internal sealed record Stats(string ActivityId, string ActivityNodeId, int StartedCount, int CompletedCount, int UncompletedCount, bool IsBlocked, bool IsFaulted, int AggregateFaultCount, JsonObject Metadata);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(Request request, InstanceHistories histories, CancellationToken ct) =>
        await histories.FindAsync(request.WorkflowInstanceId, ct) is { } instance
            ? new ElsaAnswer<Answer>(new Answer(Of(instance, request.ActivityNodeIds)))
            : ShowInstance.Unknown(request.WorkflowInstanceId);

    /// <summary>Numbers of the nodes that were visited.</summary>
    internal static IReadOnlyList<Stats> Of(SeenInstance instance, IReadOnlyCollection<string>? nodes) =>
    [
        .. instance.History.Visits.Values
            .Where(v => nodes is not { Count: > 0 } || nodes.Contains(v.Node))
            .GroupBy(v => v.Node)
            .Select(visits => new Stats(
                WorkflowStates.ActivityIdOf(instance, visits.Key),
                visits.Key,
                visits.Count(),
                visits.Count(v => v.EndedUtc is not null),
                visits.Count(v => v.EndedUtc is null),
                visits.Any(v => v.HasBookmarks),
                visits.Any(v => v.Status == "Faulted"),
                visits.Sum(v => v.FaultsInAll),
                ActivitySummaryModel.Map())),
    ];
}
