using HrBpm.Activities.Assets;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Assets;

/// <summary>What people have of the company's.</summary>
internal static class AssetsFeature
{
    public static void AddAssets(this IServiceCollection services)
    {
        services.AddScoped<IAssets, IssuedAssets>();
        services.AddScoped<IDemoSeed, SeedAssets>();
    }
}
