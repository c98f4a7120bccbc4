using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>Whoever has a task puts a file into an attachment field of its form.</summary>
internal static class UploadAnswerFile
{
    public static async Task<Results<Ok<FileReference>, ProblemHttpResult>> HandleAsync(
        Guid taskId, string field, IFormFile file, AppDbContext db, CurrentUser user, KeepAnswerFile keep, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        if (task.ViaOf(user.PersonId) is null) return Problems.Forbidden("tasks.forbidden", "Expected the assignee of the task, but somebody else asked.");
        return await ForAsync(task, field, user.PersonId, file, keep, ct);
    }

    /// <summary>The same for the holder of a task link.</summary>
    public static async Task<Results<Ok<FileReference>, ProblemHttpResult>> ByLinkAsync(string token, string field, IFormFile file, FindTaskLink links, KeepAnswerFile keep, CancellationToken ct)
    {
        var (link, task, problem) = await links.ByTokenAsync(token, ct);
        return problem is not null ? problem : await ForAsync(task!, field, link!.PersonId, file, keep, ct);
    }

    internal static async Task<Results<Ok<FileReference>, ProblemHttpResult>> ForAsync(HumanTask task, string field, Guid by, IFormFile file, KeepAnswerFile keep, CancellationToken ct) =>
        task.State != AssignmentState.Open
            ? Problems.Conflict("tasks.not-open", "Expected the task to be open, but it is not any more.")
            : await keep.RunAsync(AnswerPlace.Of(task), field, by, file, ct);
}
