using System.ComponentModel;
using System.Text.Json.Nodes;
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

    /// <param name="Person">Name of the person whom it is about; null where it is about nobody.</param>
    /// <param name="Reason">Why it was asked for; null where nobody said.</param>
    /// <param name="Particulars">What exactly would be done, as the act understands it.</param>
    /// <param name="DecidedBy">Name of whoever decided; null while nobody has.</param>
    /// <param name="CanConsent">False for what the caller asked for.</param>
    public sealed record Item(Guid Id, string Act, string Subject, string? Person, string Summary, string? Reason, JsonNode? Particulars, Guid AskedById, string AskedBy, DateTime AskedUtc, DateTime ExpiresUtc, RequestState State,
        Guid? DecidedById, string? DecidedBy, DateTime? DecidedUtc, bool CanConsent);

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
            select new { request, person.Name, DecidedBy = db.People.Where(p => p.Id == request.DecidedById).Select(p => p.Name).FirstOrDefault() }).Skip(skip ?? 0).Take(take ?? Most).ToListAsync(ct);
        var about = rows.ConvertAll(r => PersonIn(r.request.Subject));
        var names = await db.People.AsNoTracking().Where(p => about.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        return TypedResults.Ok(rows.ConvertAll(r => ItemOf(r.request, names.GetValueOrDefault(PersonIn(r.request.Subject)), r.Name, r.DecidedBy, r.request.AskedById != user.PersonId && r.request.WhyNotOpen(nowUtc) is null)));
    }

    private static Guid PersonIn(string subject) => subject.StartsWith("person:", StringComparison.Ordinal) && Guid.TryParse(subject["person:".Length..], out var id) ? id : Guid.Empty;

    private static Item ItemOf(TwoPersonRequest request, string? person, string askedBy, string? decidedBy, bool canConsent)
    {
        var particulars = JsonNode.Parse(request.Data);
        return new(request.Id, request.Act, request.Subject, person, request.Summary, (string?)particulars?["reason"], particulars, request.AskedById, askedBy, request.AskedUtc, request.ExpiresUtc, request.State,
            request.DecidedById, decidedBy, request.DecidedUtc, canConsent);
    }
}
