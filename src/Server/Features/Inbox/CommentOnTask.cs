using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Somebody who may see a task writes something beside it.</summary>
internal static class CommentOnTask
{
    private const int LongestText = 4_000;

    /// <param name="RequestId">An id of the client's own: sent again after a lost answer, the comment is written once.</param>
    public sealed record Request(string Text, Guid? RequestId = null);

    public sealed record Response(Guid Id);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > LongestText)
            return Problems.Invalid("tasks.comment.invalid", $"Expected a comment of 1 to {LongestText} characters, but it has {request.Text.Trim().Length}.");
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        if (request.RequestId is { } known && await db.TaskComments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(c => c.Id == known, ct) is { } before)
            return before.TaskId == taskId && before.AuthorId == user.PersonId ? TypedResults.Ok(new Response(known)) : Problems.Conflict("tasks.comment.request-id", "Expected a request id of your own, but it is taken.");
        var comment = new TaskComment { Id = request.RequestId ?? Guid.CreateVersion7(), CompanyId = task.CompanyId, TaskId = task.Id, AuthorId = user.PersonId, AtUtc = clock.GetUtcNow().UtcDateTime, Text = request.Text, InstanceId = task.InstanceId };
        // In a scope of its own: the task may belong to another company of the group than the person does.
        await writes.RunAsync(async (scope, token) =>
        {
            if (!comment.IsSealed && task.IsSealed) (await scope.GetRequiredService<FlowSeals>().OfAsync(task.InstanceId, task.CompanyId, token)).Seal(comment);
            scope.GetRequiredService<AppDbContext>().TaskComments.Add(comment);
            scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, user.Actor, "comment", new { comment.Id }, new() { ["text"] = request.Text }));
            return comment.Id;
        }, ct);
        return TypedResults.Ok(new Response(comment.Id));
    }
}
