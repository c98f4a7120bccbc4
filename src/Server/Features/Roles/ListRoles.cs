using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Roles;

/// <summary>The roles that count in the caller's company, with what they allow.</summary>
internal static class ListRoles
{
    /// <param name="Name">What grants and definitions call it.</param>
    /// <param name="IsOwn">The company has made or changed it.</param>
    /// <param name="IsOfProduct">The product has a role of this name.</param>
    /// <param name="CanBeGranted">False for what one has by who one is.</param>
    /// <param name="NeedsTwoPeople">A grant of it waits for the consent of a second person.</param>
    public sealed record Item(string Name, bool IsOwn, bool IsOfProduct, bool CanBeGranted, bool NeedsTwoPeople, IReadOnlyList<Right> Rights);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var roles = await RolesOfCompany.OfAsync(db, user.CompanyId, ct);
        return TypedResults.Ok(roles.Names.Select(name => ItemOf(roles, name, roles.Find(name)!)).ToList());
    }

    private static Item ItemOf(RolesOfCompany roles, string name, IReadOnlyList<Right> rights) =>
        new(name, roles.IsOwn(name), ProductRoles.Find(name) is not null, !ProductRoles.IsByStanding(name), rights.Any(r => r.IsPowerful), rights);
}
