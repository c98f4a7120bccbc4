using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>HR makes a link by which the assignee can do one task without an account, for example after the last day.</summary>
internal static class MakeTaskLink
{
    /// <param name="Reason">Why; kept in the audit trail.</param>
    /// <param name="ValidFor">How long it works; the configured time when absent.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, the same link gets another token, because the first is kept nowhere.</param>
    public sealed record Request(string Reason, TimeSpan? ValidFor = null, Guid? RequestId = null);

    /// <param name="Token">Shown this once and kept nowhere.</param>
    public sealed record Response(Guid Id, string Token, Uri Url, NamedPerson Person, DateTime ExpiresUtc);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, WriteAttempts writes, InboxOptions options, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problems.Invalid("task-links.reason.invalid", "Expected a reason for the link, but it is empty.");
        var validFor = request.ValidFor ?? options.LinkLife;
        if (validFor <= TimeSpan.Zero || validFor > options.LongestLinkLife)
            return Problems.Invalid("task-links.valid-for.invalid", $"Expected 'validFor' to be above zero and at most {options.LongestLinkLife}, but it is {validFor}.");
        var task = await db.Tasks.VisibleTo(user, Permission.TasksProxy, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        if (!task.IsLive) return Problems.Conflict("tasks.not-open", "Expected the task to be open, but it is not any more.");
        var token = TaskLink.NewToken();
        var link = Make(task, request, user, token, clock.GetUtcNow().UtcDateTime, validFor);
        var once = RequestOnce.Of(user.PersonId, request.RequestId, taskId.ToString("D"), "link");
        var (made, refusal) = await writes.RunAsync((scope, cancel) => MakeAsync(scope, task, link, once, cancel), ct);
        if (refusal is not null) return refusal.ToProblem();
        link = made!;
        var names = await PersonNames.OfAsync(db, [link.PersonId], ct);
        return TypedResults.Ok(new Response(link.Id, token, options.PageOfLink(token), names.Of(link.PersonId)!, link.ExpiresUtc));
    }

    private static async Task<(TaskLink? Link, Refusal? Refusal)> MakeAsync(IServiceProvider scope, HumanTask task, TaskLink link, RequestOnce? once, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (once is not null && await once.NoteAsync(db, task.CompanyId, link.MadeUtc, ct, link.Id) is { } refusal)
        {
            if (refusal.Code != RequestOnce.Repeated) return (null, refusal);
            var before = (await once.FindAsync(db, ct))!.AnswerId;
            var made = await db.TaskLinks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleAsync(l => l.Id == before, ct);
            if (made.WhyNot(link.MadeUtc) is { } over) return (null, over);
            made.TokenSha256 = link.TokenSha256;
            return (made, null);
        }

        db.TaskLinks.Add(link);
        var data = new { link.Id, link.PersonId, link.ExpiresUtc };
        scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, link.MadeById.ToString("D"), "link", data, new() { ["reason"] = link.Reason }));
        return (link, null);
    }

    private static TaskLink Make(HumanTask task, Request request, CurrentUser user, string token, DateTime nowUtc, TimeSpan validFor) => new()
    {
        CompanyId = task.CompanyId,
        TaskId = task.Id,
        PersonId = task.AssigneeId,
        TokenSha256 = TaskLink.HashOf(token),
        MadeById = user.PersonId,
        Reason = request.Reason.Trim(),
        MadeUtc = nowUtc,
        ExpiresUtc = nowUtc + validFor,
    };
}
