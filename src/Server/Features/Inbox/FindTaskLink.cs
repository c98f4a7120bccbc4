using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Finds the task to which a token leads.</summary>
internal sealed class FindTaskLink(AppDbContext db, TimeProvider clock)
{
    /// <summary>Whether the link was used up by this very request, whose answer was lost.</summary>
    public async Task<bool> WasDoneByAsync(string token, CompleteTask.Request request, CancellationToken ct)
    {
        var hash = TaskLink.HashOf(token);
        return request.RequestId is not null && await db.TaskLinks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(l => l.TokenSha256 == hash, ct) is { } link
            && await RequestOnce.Of(link.PersonId, request.RequestId, link.TaskId.ToString("D"), request.Action, "")!.FindAsync(db, ct) is { Refusal: null };
    }

    /// <summary>The link with its task, or the problem to answer with: unknown, expired or used.</summary>
    public async Task<(TaskLink? Link, HumanTask? Task, ProblemHttpResult? Problem)> ByTokenAsync(string token, CancellationToken ct)
    {
        var hash = TaskLink.HashOf(token);
        var link = await db.TaskLinks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(l => l.TokenSha256 == hash, ct);
        if (link is null) return (null, null, Problems.NotFound("task-links.unknown", "Expected a link that was made for a task, but this one never was."));
        if (link.WhyNot(clock.GetUtcNow().UtcDateTime) is { } refusal) return (null, null, Problems.Problem(StatusCodes.Status410Gone, refusal.Code, refusal.Message));
        var task = await db.Tasks.OfAnyCompany().AsNoTracking().SingleAsync(t => t.Id == link.TaskId, ct);
        return (link, task, null);
    }
}
