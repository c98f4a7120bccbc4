using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Shows the calendar of the company, or of a branch.</summary>
internal static class ShowCalendar
{
    /// <param name="BranchId">The branch; null for the calendar of the company.</param>
    /// <param name="Edition">Number of the edition that counts; 0 while nobody has made one.</param>
    /// <param name="MadeUtc">When it was made.</param>
    /// <param name="Own">What was said for this calendar itself.</param>
    /// <param name="Effective">What counts, with all that is taken from the company and from the usual week.</param>
    public sealed record Response(Guid? BranchId, int Edition, DateTime? MadeUtc, CalendarContent Own, CalendarContent Effective);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync([Description("The branch; the company's calendar when absent.")] Guid? branchId, AppDbContext db, Calendars calendars, CurrentUser user, CancellationToken ct)
    {
        if (branchId is { } id && !await db.Branches.AnyAsync(b => b.Id == id, ct)) return CalendarOf.UnknownBranch(id).ToProblem();
        var owner = branchId ?? user.CompanyId;
        var edition = await calendars.Current.SingleOrDefaultAsync(e => e.HolderId == owner, ct);
        return TypedResults.Ok(new Response(branchId, edition?.Number ?? 0, edition?.MadeUtc,
            edition is null ? CalendarContent.Empty : CalendarContent.Read(edition.Content), CalendarContent.Of(await calendars.OfAsync(user.CompanyId, branchId, ct))));
    }
}
