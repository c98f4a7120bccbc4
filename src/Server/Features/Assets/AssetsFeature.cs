using HrBpm.Activities.Assets;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;

namespace HrBpm.Server.Features.Assets;

/// <summary>What people have of the company's.</summary>
internal static class AssetsFeature
{
    public static void AddAssets(this IServiceCollection services)
    {
        services.AddScoped<IAssets, IssuedAssets>();
        services.AddScoped<IPersonalData, PersonalAssets>();
        services.AddScoped<IDemoSeed, SeedAssets>();
    }

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        var assets = routes.MapGroup("/assets").WithTags("Assets");
        assets.MapGet("", ListCompanyAssets.HandleAsync).Exports<ListCompanyAssets.Item>("assets").Needs(Permission.OrgWrite).WithSummary("The company's assets and who has them.");
        assets.MapPost("", AddAsset.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Adds an asset.");
        assets.MapPut("/{assetId:guid}", ChangeAsset.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Changes an asset; its tag stays.");
    }
}
