using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>What happened in a case, in order: every node, person, job and wait.</summary>
internal static class ShowTimeline
{
    public sealed record Response(Guid Id, string Number, IReadOnlyList<TimelineEntry> Entries);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid id, AppDbContext db, CurrentUser user, ITimeline timeline, CancellationToken ct)
    {
        if (await db.OffboardingCases.AsNoTracking().VisibleTo(user, Permission.OffboardingRead, db).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } found) return ShowCase.Unknown(id);
        return TypedResults.Ok(new Response(id, found.Number, await timeline.OfAsync(id.ToString("D"), ct)));
    }
}
