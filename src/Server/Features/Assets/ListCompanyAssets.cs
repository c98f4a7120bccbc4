using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Assets;

/// <summary>What the company owns, and who has it.</summary>
internal static class ListCompanyAssets
{
    private const int MostAtOnce = 200;

    /// <param name="HolderId">The person who has it; null while nobody does.</param>
    /// <param name="Holder">That person's name.</param>
    /// <param name="Custom">Fields of the company's own that have a value and that the caller may see, by their keys.</param>
    [OwnFieldsOf(FieldEntity.Asset)]
    public sealed record Item(Guid Id, string Tag, string Name, Guid? HolderId, string? Holder, DateTime? WrittenOffUtc, JsonObject Custom) : IAboutPerson
    {

        Guid? IAboutPerson.AboutPersonId => HolderId;
    }

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only the one with this tag.")] string? tag,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ReadFields fields, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        var assets = db.Assets.AsNoTracking().VisibleTo(user, Permission.OrgWrite).Where(a => tag == null || a.Tag == tag);
        var page = await assets.OrderBy(a => a.Tag).Skip(skip ?? 0).Take(take ?? 50)
            .Select(a => new { Asset = a, Holder = db.AssetIssues.Where(i => i.AssetId == a.Id && i.End == null).Select(i => (Guid?)i.PersonId).FirstOrDefault() }).ToListAsync(ct);
        var holders = page.Select(p => p.Holder).OfType<Guid>().ToList();
        var names = await db.People.AsNoTracking().Where(p => holders.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        var own = await fields.ValuesAsync(FieldEntity.Asset, page.ConvertAll(p => p.Asset.Id), (_, f) => FieldSight.SeesOfCompany(user, f), ct);
        return TypedResults.Ok(new Response(page.ConvertAll(p => new Item(p.Asset.Id, p.Asset.Tag, p.Asset.Name, p.Holder, p.Holder is { } holder ? names.GetValueOrDefault(holder) : null, p.Asset.WrittenOffUtc, own.GetValueOrDefault(p.Asset.Id, []))), await pages.CountAsync(assets, ct)));
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
