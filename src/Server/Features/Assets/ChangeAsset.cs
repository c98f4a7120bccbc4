using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Assets;

/// <summary>Adds a thing that the company owns.</summary>
internal static class AddAsset
{
    private const int LongestTag = 40;

    /// <param name="Tag">The label on it, for example <c>LT-0042</c>; unique in the company.</param>
    /// <param name="Name">What it is.</param>
    /// <param name="Custom">Fields of the company's own, by their keys.</param>
    public sealed record Request(string Tag, string Name, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Request request, OrgEdit edit, CancellationToken ct)
    {
        if (OrgTexts.WhyNotCode(request.Tag, "a tag") is { } unfit) return unfit;
        if (request.Tag.Length > LongestTag) return new Refusal("assets.tag.invalid", $"Expected a tag of 1 to {LongestTag} characters, but it has {request.Tag.Length}.");
        if (OrgTexts.WhyNotName(request.Name, "a name of the asset") is { } nameless) return nameless;
        if (await edit.Db.Assets.VisibleTo(edit.User, Permission.OrgWrite).AnyAsync(a => a.Tag == request.Tag, ct)) return new Refusal("assets.tag.taken", $"Expected a tag that no other asset has, but {request.Tag} is taken.");
        var asset = new Asset { CompanyId = edit.User.CompanyId, Tag = request.Tag, Name = request.Name.Trim() };
        edit.Db.Add(asset);
        if (await edit.WriteFieldsAsync(FieldEntity.Asset, asset.Id, request.Custom, isNew: true, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        edit.Record("assets.added", "asset", asset.Id, new { asset.Tag, asset.Name, custom = own.Changed });
        return asset.Id;
    }
}

/// <summary>Changes what is known about a thing that the company owns.</summary>
internal static class ChangeAsset
{
    /// <param name="Name">What it is.</param>
    /// <param name="Custom">Fields of the company's own, by their keys: null removes a value, an absent key leaves it as it is.</param>
    public sealed record Request(string Name, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid assetId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(assetId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid id, Request request, OrgEdit edit, CancellationToken ct)
    {
        if (await edit.Db.Assets.VisibleTo(edit.User, Permission.OrgWrite).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } asset) return new Refusal("assets.unknown", $"Expected an asset of the company, but there is none with the id {id:D}.");
        if (OrgTexts.WhyNotName(request.Name, "a name of the asset") is { } unfit) return unfit;
        if (await edit.WriteFieldsAsync(FieldEntity.Asset, id, request.Custom, isNew: false, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        edit.Record("assets.changed", "asset", id, new { before = asset.Name, after = request.Name, custom = own.Changed });
        asset.Name = request.Name.Trim();
        return id;
    }
}
