using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>全部转交: the caller gives all their open tasks to a colleague. Each is a transfer of its own, by the rules of its own step and in a transaction of its own; what stays says why.</summary>
internal static class HandOverOpenTasks
{
    private const int LongestReason = 4_000;

    /// <param name="To">The colleague who gets them.</param>
    /// <param name="Reason">Why; 1 to 4,000 characters. It stands with each task.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid To, string Reason, Guid? RequestId = null);

    /// <summary>A task that stayed where it was, and why.</summary>
    public sealed record KeptTask(Guid TaskId, string Title, string Code, string Detail);

    /// <param name="Given">Ids of the tasks as the caller had them; those that the same request gave before among them.</param>
    public sealed record Response(IReadOnlyList<Guid> Given, IReadOnlyList<KeptTask> Kept);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, ActOnTask acts, CheckAct check, HttpContext http, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
            return Problems.Invalid("tasks.reason.invalid", $"Expected a reason of 1 to {LongestReason} characters, but it has {request.Reason?.Trim().Length ?? 0}.");
        if (request.To == user.PersonId) return Problems.Invalid("tasks.recipient.invalid", "Expected another person than oneself, but it is the same.");
        if (await check.WhyNotRecipientAsync(request.To.ToString("D"), null, ct) is { } unfit) return unfit.ToProblem();
        var tasks = await db.Tasks.OfAnyCompany().AsNoTracking()
            .Where(t => t.AssigneeId == user.PersonId && (t.State == AssignmentState.Open || t.State == AssignmentState.Delegated || t.State == AssignmentState.Held)).OrderBy(t => t.Id).ToListAsync(ct);
        var (given, kept) = (await RequestOnce.TasksOfAsync(db, user.PersonId, request.RequestId, TaskVerbs.Transfer, request.To.ToString("D"), ct), new List<KeptTask>());
        foreach (var task in tasks)
        {
            var command = task.CommandOf(TaskVerbs.Transfer, user) with { To = request.To.ToString("D"), Comment = request.Reason.Trim() };
            if (await acts.RunAsync(new TaskAct(task, command, TaskClient.Of(http)) { RequestId = request.RequestId, IsOneOfMany = true }, ct) is { } why) kept.Add(new KeptTask(task.Id, task.Title, why.Code, why.Message));
            else given.Add(task.Id);
        }
        return TypedResults.Ok(new Response(given, kept));
    }
}
