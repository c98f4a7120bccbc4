using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Roles;

/// <summary>Who holds which role.</summary>
internal static class ListGrants
{
    private const int MostAtOnce = 200;

    public sealed record Item(Guid Id, Guid PersonId, string Person, string Role, Guid? BranchId, DateOnly? From, DateOnly? Until, DateTime? RevokedUtc) : IAboutPerson
    {
        Guid? IAboutPerson.AboutPersonId => PersonId;
    }

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only those of this person.")] Guid? personId,
        [Description("Only grants of this role.")] string? role,
        [Description("With those that were revoked. Default false.")] bool? revoked,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, ListPages pages, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("role-grants.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("role-grants.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var found =
            from grant in db.RoleGrants.AsNoTracking()
            where (personId == null || grant.PersonId == personId) && (role == null || grant.Role == role) && (revoked == true || grant.RevokedUtc == null)
            join person in db.People on grant.PersonId equals person.Id
            orderby person.EmployeeNumber, grant.Role, grant.Id
            select new Item(grant.Id, person.Id, person.Name, grant.Role, grant.BranchId, grant.From, grant.Until, grant.RevokedUtc);
        return TypedResults.Ok(new Response(await found.Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct), await pages.CountAsync(found, ct)));
    }
}
