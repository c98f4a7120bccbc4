using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>The visits to an instance's activities, in the order in which they began.</summary>
internal static class ListActivityExecutions
{
    /// <summary>Which visits are wanted.</summary>
    internal sealed record Query
    {
        /// <summary>The instance.</summary>
        public required string WorkflowInstanceId { get; init; }

        /// <summary>Only of this node.</summary>
        public string? ActivityNodeId { get; init; }

        /// <summary>Only of these nodes.</summary>
        [FromQuery]
        public string[]? ActivityNodeIds { get; init; }

        /// <summary>Only those that are at their end, or only those that are not.</summary>
        public bool? Completed { get; init; }

        public IEnumerable<ActivityVisit> Apply(InstanceHistory history) => history.Visits.Values
            .Where(v => ActivityNodeId is not { Length: > 0 } || v.Node == ActivityNodeId)
            .Where(v => ActivityNodeIds is not { Length: > 0 } || ActivityNodeIds.Contains(v.Node))
            .Where(v => Completed is null || v.EndedUtc is not null == Completed)
            .OrderBy(v => v.Number);
    }

    public static async Task<Results<ElsaAnswer<ItemList<ActivityExecutionModel>>, ProblemHttpResult>> HandleAsync([AsParameters] Query query, InstanceHistories histories, WorkflowStates states, CancellationToken ct)
    {
        if (await histories.FindAsync(query.WorkflowInstanceId, ct) is not { } instance) return ShowInstance.Unknown(query.WorkflowInstanceId);
        await states.RecordReadingAsync([instance.Row], ct);
        return new ElsaAnswer<ItemList<ActivityExecutionModel>>(new([.. query.Apply(instance.History).Select(v => ActivityExecutionModel.Of(instance, v, states))]));
    }

    public static async Task<Results<ElsaAnswer<ItemList<ActivitySummaryModel>>, ProblemHttpResult>> HandleSummariesAsync([AsParameters] Query query, InstanceHistories histories, CancellationToken ct) =>
        await histories.FindAsync(query.WorkflowInstanceId, ct) is { } instance
            ? new ElsaAnswer<ItemList<ActivitySummaryModel>>(new([.. query.Apply(instance.History).Select(v => ActivitySummaryModel.Of(instance, v))]))
            : ShowInstance.Unknown(query.WorkflowInstanceId);
}
