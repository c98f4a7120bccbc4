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

    /// <param name="Id">The person.</param>
    /// <param name="IsActive">Employed today, by the branch's calendar.</param>
    public sealed record Found(Guid Id, string Name, string EmployeeNumber, string UserName, string Email, string Branch, string Department, string Position, Guid? ManagerId, bool IsActive);

    /// <param name="Total">How many the search finds altogether, as far as it is counted.</param>
    /// <param name="IsTotalExact">False when a text finds more than are counted; then the total is 2,000.</param>
    /// <param name="Companies">The companies of the group among which the caller may choose; empty for whoever sees people of one only.</param>
    public sealed record Response(IReadOnlyList<Found> Items, int Total, bool IsTotalExact, IReadOnlyList<NamedCompany> Companies);

    /// <summary>A company of the group.</summary>
    public sealed record NamedCompany(Guid Id, string Name);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Part of a name, the beginning of its pinyin or initials (zs), of a user name or a department, part of an employee number, and of what the caller may see of the person: four digits of the phone number, searchable fields of the company's own. Several words must all be found. Empty finds everybody in scope.")] string? search,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        [AsParameters] PeopleFilter filter,
        AppDbContext db, CompanyKeys keys, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("people.skip", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take is < 1 or > MostAtOnce) return Problems.Invalid("people.take", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var visible = filter.Among(db.People.VisibleTo(user, Permission.PeopleRead, db), db, user.Today);
        var found = await new FindPeople(db, user, keys, DateOnly.FromDateTime(nowUtc), Permission.PeopleRead).AmongAsync(visible, search, ct);
        var total = found.IsMany ? FindPeople.Few : await found.People.CountAsync(ct);
        var page = await found.People.OrderBy(p => p.EmployeeNumber).ThenBy(p => p.Id).Skip(skip ?? 0).Take(take ?? 50).Select(p => p.Id).ToListAsync(ct);
        var standings = await Standing.OfAsync(db, page, nowUtc, ct);
        return TypedResults.Ok(new Response([.. page.Where(standings.ContainsKey).Select(id => ToFound(standings[id]))], total, !found.IsMany, await CompaniesAsync(db, user, ct)));
    }

    private static async Task<IReadOnlyList<NamedCompany>> CompaniesAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (!user.Rights.Reaches(Permission.PeopleRead, Reach.Group)) return [];
        var group = user.Group;
        var companies = await db.Companies.Where(c => group.Contains(c.Id)).OrderBy(c => c.Name).Select(c => new NamedCompany(c.Id, c.Name)).ToListAsync(ct);
        return companies.Count > 1 ? companies : [];
    }

    private static Found ToFound(Standing at) => new(at.Person.Id, at.Person.Name, at.Person.EmployeeNumber, at.Person.UserName, at.Person.Email,
        at.Branch.Name, at.Department.Name, at.Position.Name, at.Employment.ManagerId, at.IsActive);
}
