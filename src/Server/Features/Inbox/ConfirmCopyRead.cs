using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>已阅: the caller confirms having read a copy. The first time counts.</summary>
internal static class ConfirmCopyRead
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid copyId, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        var isTheirs = await writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            var copy = await db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(c => c.Id == copyId && c.PersonId == user.PersonId, token);
            if (copy is null) return false;
            if (copy.ReadUtc is not null) return true;
            copy.ReadUtc = clock.GetUtcNow().UtcDateTime;
            var task = await db.Tasks.OfAnyCompany().AsNoTracking().SingleAsync(t => t.Id == copy.TaskId, token);
            scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, user.Actor, "copy-read", new { copy.Id }));
            return true;
        }, ct);
        return isTheirs ? TypedResults.NoContent() : Problems.NotFound("task-copies.unknown", $"Expected a copy {copyId} that was sent to you, but there is none.");
    }
}
