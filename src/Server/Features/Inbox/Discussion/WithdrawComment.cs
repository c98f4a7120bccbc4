using System.Globalization;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>The author takes a comment back, within some minutes. That there was one stays; nobody is mentioned by it any more. Withdrawing again changes nothing.</summary>
internal static class WithdrawComment
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string instanceId, Guid commentId, AppDbContext db, CurrentUser user, WriteAttempts writes, InboxOptions options, TimeProvider clock, CancellationToken ct)
    {
        if (await DiscussedFlow.FindAsync(db, user, instanceId, ct) is not { } flow) return DiscussedFlow.Unknown(instanceId);
        var refusal = await writes.RunAsync((scope, token) => WithdrawAsync(scope, flow, commentId, user, options.CommentStands, clock.GetUtcNow().UtcDateTime, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static async Task<Refusal?> WithdrawAsync(IServiceProvider scope, DiscussedFlow flow, Guid commentId, CurrentUser user, TimeSpan within, DateTime nowUtc, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await flow.CommentsFor(user.PersonId, db).SingleOrDefaultAsync(c => c.Id == commentId, ct) is not { } comment)
            return new("discussion.comment-unknown", $"Expected a comment {commentId} in the discussion, but there is none.");
        if (comment.AuthorId != user.PersonId) return new("discussion.forbidden", "Expected the author of the comment, but somebody else asked.");
        if (comment.WithdrawnUtc is not null) return null;
        if (nowUtc >= comment.AtUtc + within)
            return new("discussion.stands", string.Create(CultureInfo.InvariantCulture, $"Expected a comment of the last {within.TotalMinutes:0} minutes, but this one is of {comment.AtUtc:yyyy-MM-dd HH:mm} UTC."));
        comment.Withdraw(nowUtc);
        await db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(m => m.CommentId == commentId).ExecuteDeleteAsync(ct);
        scope.GetRequiredService<IAuditTrail>().Record(await WriteComment.FactAsync(db, flow, comment.TaskId, user.Actor, "comment-withdrawn", new { comment.Id }, null, ct));
        return null;
    }
}
