using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>How work outside is retried. The strategy belongs to the activity type; it is not chosen in a definition.</summary>
internal static class Resilience
{
    internal sealed record Strategy(string Id, string DisplayName, int MaxAttempts, double FirstRetrySeconds, double LongestRetrySeconds, double LeaseSeconds, IReadOnlyList<string> ActivityTypes);

    /// <param name="Id">Unique id.</param>
    /// <param name="WorkflowInstanceId">The instance.</param>
    /// <param name="ActivityInstanceId">The visit that asked for the work.</param>
    /// <param name="ActivityId">Its activity.</param>
    /// <param name="AttemptNumber">Counted from 1.</param>
    /// <param name="Details">What the attempt did, and how that ended.</param>
    internal sealed record Attempt(string Id, string WorkflowInstanceId, string ActivityInstanceId, string ActivityId, int AttemptNumber, IReadOnlyDictionary<string, string?> Details);

    public static ElsaAnswer<ItemList<Strategy>> ListStrategies(NodeCatalog catalog) => new(new ItemList<Strategy>(
    [
        .. from activity in catalog.Activities
           where activity.Outside is not null
           group activity.Type by (activity.Outside!.MaxAttempts, activity.Outside.FirstRetrySeconds, activity.Outside.LongestRetrySeconds, activity.Outside.LeaseSeconds) into same
           let id = string.Create(CultureInfo.InvariantCulture, $"exponential-{same.Key.MaxAttempts}-{same.Key.FirstRetrySeconds}-{same.Key.LongestRetrySeconds}")
           orderby id
           select new Strategy(id, id, same.Key.MaxAttempts, same.Key.FirstRetrySeconds, same.Key.LongestRetrySeconds, same.Key.LeaseSeconds, [.. same.Order(StringComparer.Ordinal)]),
    ]));

    /// <summary>The attempts of the work that a visit asked for, as the calls that they made tell, oldest first.</summary>
    public static async Task<Results<ElsaAnswer<ItemPage<Attempt>>, ProblemHttpResult>> ListRetriesAsync(string activityInstanceId, int? skip, int? take, AppDbContext db, InstanceHistories histories, CancellationToken ct)
    {
        if (skip is < 0 || take is < 1 or > 1000) return Problems.Invalid("workflows.page", $"Expected skip to be at least 0 and take to be from 1 to 1000, but they are {skip} and {take}.");
        if (ActivityVisit.Parse(activityInstanceId) is not var (instance, number) || await histories.RowAsync(instance, ct) is null) return ReadActivityExecution.Unknown(activityInstanceId);
        var jobs = await db.WorkflowJobs.AsNoTracking().Where(j => j.InstanceId == instance && j.Execution == number).Select(j => new { j.Id, j.Node }).ToDictionaryAsync(j => j.Id, j => j.Node, ct);
        var calls = await db.ConnectorCalls.AsNoTracking().Where(c => jobs.Keys.Contains(c.JobId)).OrderBy(c => c.StartedUtc).ThenBy(c => c.Number).ToListAsync(ct);
        var attempts = calls.GroupBy(c => (c.JobId, c.Attempt)).Select(attempt => new Attempt(
            string.Create(CultureInfo.InvariantCulture, $"{attempt.Key.JobId}-a{attempt.Key.Attempt}"), instance, activityInstanceId, jobs[attempt.Key.JobId][(jobs[attempt.Key.JobId].LastIndexOf(':') + 1)..], attempt.Key.Attempt,
            new Dictionary<string, string?>
            {
                ["System"] = attempt.Last().System,
                ["Action"] = attempt.Last().Action,
                ["Status"] = attempt.Last().Status?.ToString(CultureInfo.InvariantCulture),
                ["Failure"] = attempt.Last().Failure,
            })).ToList();
        return new ElsaAnswer<ItemPage<Attempt>>(new ItemPage<Attempt>([.. attempts.Skip(skip ?? 0).Take(take ?? 1000)], attempts.Count));
    }
}
