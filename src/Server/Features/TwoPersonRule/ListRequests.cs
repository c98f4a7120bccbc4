using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.TwoPersonRule;

/// <summary>What waits for a second person, of the acts that the caller may consent to or ask for.</summary>
internal static class ListRequests
{
    private const int Most = 200;

    /// <param name="CanConsent">False for what the caller asked for.</param>
    public sealed record Item(Guid Id, string Act, string Subject, string Summary, Guid AskedById, string AskedBy, DateTime AskedUtc, DateTime ExpiresUtc, RequestState State, Guid? DecidedById, DateTime? DecidedUtc, bool CanConsent);

    public static async Task<Results<Ok<List<Item>>, ProblemHttpResult>> HandleAsync(
        [Description("With those that are decided or expired. Default false.")] bool? all,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 200.")] int? take,
        AppDbContext db, IEnumerable<IDangerousAct> acts, CurrentUser user, ListPages pages, TimeProvider clock, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, Most) is { } unfit) return unfit.ToProblem();
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var rows = await (
            from request in db.TwoPersonRequests.AsNoTracking().VisibleTo(user, acts)
            where all == true || (request.State == RequestState.Open && request.ExpiresUtc > nowUtc)
            join person in db.People on request.AskedById equals person.Id
            orderby request.AskedUtc descending, request.Id
            select new { request, person.Name }).Skip(skip ?? 0).Take(take ?? Most).ToListAsync(ct);
        return TypedResults.Ok(rows.ConvertAll(r => new Item(r.request.Id, r.request.Act, r.request.Subject, r.request.Summary, r.request.AskedById, r.Name, r.request.AskedUtc, r.request.ExpiresUtc,
            r.request.State, r.request.DecidedById, r.request.DecidedUtc, r.request.AskedById != user.PersonId && r.request.WhyNotOpen(nowUtc) is null)));
    }
}
