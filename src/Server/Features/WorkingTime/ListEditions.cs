using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>The editions of a calendar, the newest first: who changed it, when, and what it said.</summary>
internal static class ListEditions
{
    private const int MostAtOnce = 50;

    /// <param name="Number">1 for the first.</param>
    /// <param name="Days">How many special days it has.</param>
    public sealed record Item(int Number, DateTime MadeUtc, string MadeBy, int Days, CalendarContent Calendar);

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("The branch; the company's calendar when absent.")] Guid? branchId,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 50. Default 10.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("calendar.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("calendar.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        if (branchId is { } id && !await db.Branches.AnyAsync(b => b.Id == id, ct)) return CalendarOf.UnknownBranch(id).ToProblem();
        var owner = branchId ?? user.CompanyId;
        var editions = db.CalendarEditions.AsNoTracking().Where(e => e.HolderId == owner);
        var page = await editions.OrderByDescending(e => e.Number).Skip(skip ?? 0).Take(take ?? 10)
            .Select(e => new { e.Number, e.MadeUtc, Name = db.People.Where(p => p.Id == e.MadeById).Select(p => p.Name).FirstOrDefault(), e.Content }).ToListAsync(ct);
        return TypedResults.Ok(new Response(
            [.. page.Select(e => (e, Content: CalendarContent.Read(e.Content))).Select(x => new Item(x.e.Number, x.e.MadeUtc, x.e.Name ?? "", x.Content.Days.Count, x.Content))], await pages.CountAsync(editions, ct)));
    }
}
