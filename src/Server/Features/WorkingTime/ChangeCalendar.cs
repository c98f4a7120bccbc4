using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Puts a new edition of a calendar in the place of the present one. Due times that were counted before stay as they are.</summary>
internal static class ChangeCalendar
{
    /// <param name="Calendar">The whole calendar.</param>
    /// <param name="Edition">Number of the edition that the caller has seen; 0 where there was none. When another has come in between, nothing is changed.</param>
    public sealed record Request(CalendarContent Calendar, int Edition);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(
        [Description("The branch; the company's calendar when absent.")] Guid? branchId, Request request, OrgChange change, TimeProvider clock, CancellationToken ct) => change.RunAsync(
            (edit, c) => ApplyAsync(branchId, present => present.Number == request.Edition
                ? (request.Calendar, null)
                : (present.Content, new Refusal("calendar.changed", $"Expected edition {request.Edition} to be the present one, but it is {present.Number}.")), edit, clock, c), ct);

    /// <summary>Makes the next edition from the present one.</summary>
    /// <param name="branchId">The branch; null for the company.</param>
    /// <param name="next">Makes it, or says why not.</param>
    /// <param name="edit">The change of the organisation.</param>
    /// <param name="clock">Says when it was made.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<OrgOutcome> ApplyAsync(Guid? branchId, Func<(int Number, CalendarContent Content), (CalendarContent Content, Refusal? Refusal)> next, OrgEdit edit, TimeProvider clock, CancellationToken ct)
    {
        if (branchId is { } id && !await edit.Db.Branches.AnyAsync(b => b.Id == id, ct)) return CalendarOf.UnknownBranch(id);
        var owner = branchId ?? edit.User.CompanyId;
        var present = await edit.Db.CalendarEditions.Where(e => e.HolderId == owner).OrderByDescending(e => e.Number).FirstOrDefaultAsync(ct);
        var before = present is null ? CalendarContent.Empty : CalendarContent.Read(present.Content);
        var (content, refusal) = next((present?.Number ?? 0, before));
        if ((refusal ?? content.WhyNot(out _)) is { } unfit) return unfit;
        var edition = new CalendarEdition
        {
            CompanyId = edit.User.CompanyId, BranchId = branchId, HolderId = owner, Number = (present?.Number ?? 0) + 1,
            Content = content.Write(), MadeById = edit.User.PersonId, MadeUtc = clock.GetUtcNow().UtcDateTime,
        };
        edit.Db.Add(edition);
        edit.Record("calendar.change", "calendar", owner, new
        {
            branchId, edition.Number, sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(edition.Content))),
            days = content.Days.Count, added = content.Days.Except(before.Days).Count(), removed = before.Days.Except(content.Days).Count(),
        });
        return edition.Id;
    }
}
