using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Looks people up within what the caller may see.</summary>
internal static class SearchPeople
{
    private const int MostAtOnce = 200;
    private const int MostCounted = 1_000;

    /// <param name="Id">The person.</param>
    /// <param name="IsActive">Employed today, by the branch's calendar.</param>
    public sealed record Found(Guid Id, string Name, string EmployeeNumber, string UserName, string Email, string Branch, string Department, string Position, Guid? ManagerId, bool IsActive);

    /// <param name="Total">How many the search finds altogether, as far as it is counted.</param>
    /// <param name="IsTotalExact">False when a text finds more than the 1,000 that are counted.</param>
    public sealed record Response(IReadOnlyList<Found> Items, int Total, bool IsTotalExact);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("The beginning of a name, of any part of it, of its pinyin or initials (zs), of an employee or phone number, of a user name or a department; a number's end finds it as well. Several words must all be found. Empty finds everybody in scope.")] string? search,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CompanyKeys keys, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("people.skip", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take is < 1 or > MostAtOnce) return Problems.Invalid("people.take", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var (found, total, isExact) = await FindAsync(search, db, keys, user, DateOnly.FromDateTime(nowUtc), ct);
        var page = await found.OrderBy(p => p.EmployeeNumber).ThenBy(p => p.Id).Skip(skip ?? 0).Take(take ?? 50).Select(p => p.Id).ToListAsync(ct);
        var standings = await Standing.OfAsync(db, page, nowUtc, ct);
        return TypedResults.Ok(new Response([.. page.Where(standings.ContainsKey).Select(id => ToFound(standings[id]))], total, isExact));
    }

    // Counting and sorting the twenty thousand people whom one letter finds would take longer than anybody waits.
    private static async Task<(IQueryable<PersonRecord> Found, int Total, bool IsExact)> FindAsync(string? search, AppDbContext db, CompanyKeys keys, CurrentUser user, DateOnly today, CancellationToken ct)
    {
        var visible = db.People.VisibleTo(user, Permission.PeopleRead, db);
        if (string.IsNullOrWhiteSpace(search)) return (visible, await visible.CountAsync(ct), true);
        var blind = await BlindTails.OfAsync(search, user.CompanyId, keys, ct);
        var few = await visible.Matching(search, user.CompanyId, today, db, blind).OrderBy(p => p.Id).Select(p => p.Id).Take(MostCounted + 1).ToListAsync(ct);
        return few.Count <= MostCounted
            ? (visible.Where(p => few.Contains(p.Id)), few.Count, true)
            : (visible.MatchingInOrder(search, user.CompanyId, today, db, blind), MostCounted, false);
    }

    private static Found ToFound(Standing at) => new(at.Person.Id, at.Person.Name, at.Person.EmployeeNumber, at.Person.UserName, at.Person.Email,
        at.Branch.Name, at.Department.Name, at.Position.Name, at.Employment.ManagerId, at.IsActive);
}
