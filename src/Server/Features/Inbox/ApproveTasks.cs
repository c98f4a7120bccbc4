using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>批量审批: approves several tasks at once, each in a transaction, and with a signature, of its own. What cannot be approved stays and says why.</summary>
internal static class ApproveTasks
{
    private const int MostAtOnce = 100;

    /// <param name="TaskId">The task.</param>
    /// <param name="Version">Version that was seen; when it has changed since, the task stays.</param>
    /// <param name="IntentShown">The sentence that was shown, where the task is signed.</param>
    public sealed record Item(Guid TaskId, int? Version = null, string? IntentShown = null);

    /// <param name="Password">The signer's password, where a task is signed; it signs each of them on its own.</param>
    public sealed record Request(IReadOnlyList<Item> Tasks, string? Comment = null, string? Password = null)
    {
        /// <summary>Leaves the password out of logs.</summary>
        public override string ToString() => nameof(Request);
    }

    /// <param name="Code">Why it was not approved; null when it was.</param>
    /// <param name="Detail">The same as a sentence.</param>
    public sealed record Result(Guid TaskId, string? Code, string? Detail);

    public sealed record Response(IReadOnlyList<Result> Results);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        if (request.Tasks.Count is 0 or > MostAtOnce || request.Tasks.Any(item => item is null) || request.Tasks.DistinctBy(item => item.TaskId).Count() != request.Tasks.Count)
            return Problems.Invalid("tasks.bulk.invalid", $"Expected 1 to {MostAtOnce} different tasks, but got {request.Tasks.Count}.");
        var results = new List<Result>();
        foreach (var item in request.Tasks)
        {
            var refusal = await ApproveAsync(item, request, db, user, acts, http, ct);
            results.Add(new Result(item.TaskId, refusal?.Code, refusal?.Message));
        }
        return TypedResults.Ok(new Response(results));
    }

    private static async Task<Refusal?> ApproveAsync(Item item, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == item.TaskId, ct);
        if (task is null) return new("tasks.unknown", $"Expected a task of yours with id {item.TaskId}, but there is none.");
        if (!TaskJson.Terms(task).AllowsBulk) return new("tasks.bulk.forbidden", "Expected a step that may be approved together with others, but this one has to be approved by itself.");
        var signature = item.IntentShown is { } intent && request.Password is { } password ? new SignatureGiven(password, intent) : null;
        var command = task.CommandOf(TaskVerbs.Approve, user) with { Comment = request.Comment };
        return await acts.RunAsync(new TaskAct(task, command, TaskClient.Of(http)) { SeenVersion = item.Version, Signature = signature }, ct);
    }
}
