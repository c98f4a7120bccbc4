using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Assets;

/// <summary>What the company owns, and who has it.</summary>
internal static class ListCompanyAssets
{
    private const int MostAtOnce = 200;

    /// <param name="HolderId">The person who has it; null while nobody does.</param>
    /// <param name="Custom">Fields of the company's own that have a value and that the caller may see, by their keys.</param>
    public sealed record Item(Guid Id, string Tag, string Name, Guid? HolderId, DateTime? WrittenOffUtc, JsonObject Custom);

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only the one with this tag.")] string? tag,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ReadFields fields, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("assets.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take is < 1 or > MostAtOnce) return Problems.Invalid("assets.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var assets = db.Assets.AsNoTracking().VisibleTo(user, Permission.OrgWrite).Where(a => tag == null || a.Tag == tag);
        var page = await assets.OrderBy(a => a.Tag).Skip(skip ?? 0).Take(take ?? 50)
            .Select(a => new { Asset = a, Holder = db.AssetIssues.Where(i => i.AssetId == a.Id && i.End == null).Select(i => (Guid?)i.PersonId).FirstOrDefault() }).ToListAsync(ct);
        var own = await fields.ValuesAsync(FieldEntity.Asset, page.ConvertAll(p => p.Asset.Id), (_, f) => FieldSight.SeesOfCompany(user, f), ct);
        return TypedResults.Ok(new Response(page.ConvertAll(p => new Item(p.Asset.Id, p.Asset.Tag, p.Asset.Name, p.Holder, p.Asset.WrittenOffUtc, own.GetValueOrDefault(p.Asset.Id, []))), await assets.CountAsync(ct)));
    }
}

/// <summary>Whose assets a person may see.</summary>
internal static class AssetScope
{
    /// <summary>Those of the own company, for whoever has the permission.</summary>
    public static IQueryable<Asset> VisibleTo(this IQueryable<Asset> assets, CurrentUser user, Permission permission)
    {
        var company = user.CompanyId;
        return user.Has(permission) ? assets.Where(a => a.CompanyId == company) : assets.Where(a => false);
    }
}
