using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>暂存: what the assignee has filled in is kept, and not sent.</summary>
internal static class SaveDraft
{
    /// <param name="Answers">The form's fields by key; they need not be complete.</param>
    public sealed record Request(JsonObject? Answers = null, string? Comment = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, CheckAct check, FlowSeals seals, WriteAttempts writes, HttpContext http, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        var act = new TaskAct(task, task.CommandOf(TaskVerbs.Save, user) with { Answers = TaskJson.Answers(request.Answers), Comment = request.Comment }, TaskClient.Of(http));
        if ((await check.BeforeAsync(act, ct)).Refusal is { } refusal) return refusal.ToProblem();
        var draft = TaskJson.Write(request);
        if (task.IsSealed) draft = (await seals.OfAsync(task.InstanceId, task.CompanyId, ct)).Seal(HumanTask.Table, taskId.ToString("D"), HumanTask.DraftColumn, draft);
        // Not a version of the task: whoever reads it sees nothing of the draft. So whether it is still open is asked by the update itself.
        var kept = await writes.RunAsync((scope, token) => scope.GetRequiredService<AppDbContext>().Tasks.OfAnyCompany()
            .Where(t => t.Id == taskId && t.State == AssignmentState.Open).ExecuteUpdateAsync(set => set.SetProperty(t => t.Draft, draft), token), ct);
        return kept == 1 ? TypedResults.NoContent() : Problems.Conflict("tasks.not-open", "Expected the task to be open, but it is not any more.");
    }
}
