using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>HR names a person who does a task for its assignee, with a reason. Both names are kept with what the proxy does.</summary>
internal static class NameProxy
{
    /// <param name="To">The proxy.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid To, string Reason, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, CheckAct check, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problems.Invalid("tasks.reason.invalid", "Expected a reason for the proxy, but it is empty.");
        var task = await db.Tasks.VisibleTo(user, Permission.TasksProxy, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        var once = RequestOnce.Of(user.PersonId, request.RequestId, taskId.ToString("D"), "proxy", request.To.ToString("D"));
        if (once is not null && await once.FindAsync(db, ct) is { } before) return before.Refusal?.ToProblem() is { } other ? other : TypedResults.NoContent();
        if (request.To == task.AssigneeId) return Problems.Invalid("tasks.recipient.invalid", "Expected another person than the assignee as proxy, but it is the same.");
        if (await check.WhyNotRecipientAsync(request.To.ToString("D"), task.ConcerningId, ct) is { } unfit) return unfit.ToProblem();
        var refusal = await writes.RunAsync((scope, token) => NameAsync(scope, taskId, request, user, once, clock.GetUtcNow().UtcDateTime, token), ct);
        return refusal is null or { Code: RequestOnce.Repeated } ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static async Task<Refusal?> NameAsync(IServiceProvider scope, Guid taskId, Request request, CurrentUser user, RequestOnce? once, DateTime nowUtc, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var task = await db.Tasks.OfAnyCompany().SingleAsync(t => t.Id == taskId, ct);
        if (once is not null && await once.NoteAsync(db, task.CompanyId, nowUtc, ct) is { } repeated) return repeated;
        if (!task.IsLive) return new("tasks.not-open", "Expected the task to be open, but it is not any more.");
        task.NameProxy(request.To, user.PersonId, request.Reason.Trim());
        var data = new { assignee = task.AssigneeId, proxy = request.To };
        scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, user.Actor, "proxy", data, new() { ["reason"] = request.Reason }));
        return null;
    }
}
