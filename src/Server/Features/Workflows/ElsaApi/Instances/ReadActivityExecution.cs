using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>One visit to an activity.</summary>
internal static class ReadActivityExecution
{
    public static async Task<Results<ElsaAnswer<ActivityExecutionModel>, ProblemHttpResult>> HandleAsync(string id, InstanceHistories histories, WorkflowStates states, CancellationToken ct)
    {
        if (await FindAsync(id, histories, ct) is not var (instance, visit)) return Unknown(id);
        await states.RecordReadingAsync([instance.Row], ct);
        return new ElsaAnswer<ActivityExecutionModel>(ActivityExecutionModel.Of(instance, visit, states));
    }

    internal static async Task<(SeenInstance Instance, ActivityVisit Visit)?> FindAsync(string id, InstanceHistories histories, CancellationToken ct) =>
        ActivityVisit.Parse(id) is var (instanceId, number) && await histories.FindAsync(instanceId, ct) is { } instance && instance.History.Visits.TryGetValue(number, out var visit)
            ? (instance, visit)
            : null;

    internal static ProblemHttpResult Unknown(string id) => Problems.NotFound("activity-executions.unknown", $"Expected a visit to an activity with the id '{id}' in your company, but there is none.");
}

/// <summary>How an instance came to a visit: from its beginning to the visit itself.</summary>
internal static class ReadCallStack
{
    private const int LargestPage = 1000;

    internal sealed record Answer(string ActivityExecutionId, IReadOnlyList<ActivityExecutionModel> Items, int TotalCount, int? Skip, int? Take);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(string id, int? skip, int? take, InstanceHistories histories, WorkflowStates states, CancellationToken ct)
    {
        if (skip is < 0 || take is < 1 or > LargestPage)
            return Problems.Invalid("workflows.page", $"Expected skip to be at least 0 and take to be from 1 to {LargestPage}, but they are {skip} and {take}.");
        if (await ReadActivityExecution.FindAsync(id, histories, ct) is not var (instance, visit)) return ReadActivityExecution.Unknown(id);
        await states.RecordReadingAsync([instance.Row], ct);
        var stack = new List<ActivityVisit>();
        for (var v = visit; v is not null; v = v.ScheduledBy) stack.Add(v);
        stack.Reverse();
        return new ElsaAnswer<Answer>(new Answer(id, [.. stack.Skip(skip ?? 0).Take(take ?? LargestPage).Select(v => ActivityExecutionModel.Of(instance, v, states))], stack.Count, skip, take));
    }
}
