using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The jobs of an instance, with the calls that they made.</summary>
internal static class ListJobs
{
    internal sealed record Item(string Id, string ActivityType, string Node, string Activity, JobState State, int Attempts, DateTime CreatedUtc, DateTime? NextAttemptUtc, DateTime? EndedUtc,
        string? LastProblem, IReadOnlyList<Call> Calls);

    /// <summary>Bodies are left out: they are evidence, not status.</summary>
    internal sealed record Call(int Attempt, int Number, string System, string Action, string RequestLine, int? Status, string? Failure, DateTime StartedUtc, double TookMilliseconds);

    public static async Task<Results<Ok<IReadOnlyList<Item>>, ProblemHttpResult>> HandleAsync(string instance, AppDbContext db, CancellationToken ct)
    {
        if (!await db.WorkflowInstances.AnyAsync(i => i.Id == instance, ct)) return ShowInstance.Unknown(instance);
        var jobs = await db.WorkflowJobs.AsNoTracking().Where(j => j.InstanceId == instance).OrderBy(j => j.CreatedUtc).ThenBy(j => j.Id).ToListAsync(ct);
        var calls = (await db.ConnectorCalls.AsNoTracking().Where(c => c.InstanceId == instance).OrderBy(c => c.StartedUtc).ThenBy(c => c.Number)
            .Select(c => new { c.JobId, Call = new Call(c.Attempt, c.Number, c.System, c.Action, c.RequestLine, c.Status, c.Failure, c.StartedUtc, c.TookMilliseconds) })
            .ToListAsync(ct)).ToLookup(c => c.JobId, c => c.Call);
        return TypedResults.Ok<IReadOnlyList<Item>>([.. jobs.Select(j => new Item(j.Id, j.ActivityType, j.Node, ShowInstance.NameOf(null, j.Node), j.State, j.Attempts, j.CreatedUtc,
            j.State == JobState.Pending ? j.NotBeforeUtc : null, j.EndedUtc, j.LastProblem, [.. calls[j.Id]]))]);
    }
}
