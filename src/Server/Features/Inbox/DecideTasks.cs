using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>批量审批: decides several tasks alike, each in a transaction of its own. What cannot be decided so stays and says why.</summary>
internal sealed class DecideTasks(AppDbContext db, CurrentUser user, ActOnTask acts, IHttpContextAccessor http)
{
    private const int MostAtOnce = 100;

    /// <param name="TaskId">The task.</param>
    /// <param name="Code">Why it was not decided; null when it was.</param>
    /// <param name="Detail">The same as a sentence.</param>
    internal sealed record Result(Guid TaskId, string? Code, string? Detail);

    /// <param name="Results">One for each task, in the order of the request.</param>
    internal sealed record Response(IReadOnlyList<Result> Results);

    /// <summary>One of the tasks.</summary>
    /// <param name="TaskId">The task.</param>
    /// <param name="Version">Version that was seen; when it has changed since, the task stays.</param>
    /// <param name="Signature">Where the task is signed.</param>
    internal sealed record Wanted(Guid TaskId, int? Version, SignatureGiven? Signature);

    public async Task<Results<Ok<Response>, ProblemHttpResult>> RunAsync(string verb, string? comment, Guid? requestId, IReadOnlyList<Wanted> tasks, CancellationToken ct)
    {
        if (tasks.Count is 0 or > MostAtOnce || tasks.DistinctBy(item => item.TaskId).Count() != tasks.Count)
            return Problems.Invalid("tasks.bulk.invalid", $"Expected 1 to {MostAtOnce} different tasks, but got {tasks.Count}.");
        var results = new List<Result>();
        foreach (var item in tasks)
        {
            var refusal = await DecideAsync(verb, comment, requestId, item, ct);
            results.Add(new Result(item.TaskId, refusal?.Code, refusal?.Message));
        }
        return TypedResults.Ok(new Response(results));
    }

    private async Task<Refusal?> DecideAsync(string verb, string? comment, Guid? requestId, Wanted item, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == item.TaskId, ct);
        if (task is null) return new("tasks.unknown", $"Expected a task of yours with id {item.TaskId}, but there is none.");
        if (!TaskJson.Terms(task).AllowsBulk) return new("tasks.bulk.forbidden", "Expected a step that may be decided together with others, but this one has to be decided by itself.");
        var command = task.CommandOf(verb, user) with { Comment = comment };
        return await acts.RunAsync(new TaskAct(task, command, TaskClient.Of(http.HttpContext!)) { SeenVersion = item.Version, Signature = item.Signature, RequestId = requestId, IsOneOfMany = true }, ct);
    }
}
