using System.ComponentModel.DataAnnotations;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Features.Studio;

/// <summary>Settings section <c>Studio</c>.</summary>
internal sealed class StudioOptions : IValidatableObject
{
    /// <summary>Folder with the npm package <c>@elsa-workflows/elsa-studio-wasm</c>, unpacked. Absent, which is the default, there is no Studio here.</summary>
    public string? Folder { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Folder is not null && !File.Exists(Path.Combine(Folder, "_framework", "blazor.webassembly.js")))
            yield return new ValidationResult($"Expected Studio:Folder to hold the files of Elsa Studio, but there is no _framework/blazor.webassembly.js in '{Folder}'.");
    }
}

/// <summary>The official Elsa Studio under this server's own address, where the session of whoever signed in counts for it.</summary>
internal static class StudioFeature
{
    public static void AddStudio(this IServiceCollection services, IConfiguration config)
    {
        services.AddSingleton(Settings.Read<StudioOptions>(config, "Studio"));
        services.AddSingleton<StudioFiles>();
    }

    public static void MapStudio(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<StudioOptions>().Folder is null) return;
        routes.MapGet("/studio/{**path}", ReadStudioFile.Handle).ExcludeFromDescription().AllowsContent(PagePolicies.Studio, PagePolicies.WhyStudio).Anonymous("The files of Elsa Studio are public; the API behind it asks who it is.");
    }
}
