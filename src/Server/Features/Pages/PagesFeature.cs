using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Pages;

/// <summary>The pages that people see: a WebAssembly app whose files are public and whose data comes from the API.</summary>
internal static class PagesFeature
{
    private const string Why = "The files of the pages are public; the API behind them asks who it is.";

    /// <summary>First parts of the addresses of pages. Everything else that is unknown stays unknown, so that a mistyped API address is not answered with a page.</summary>
    private static readonly string[] Pages = ["inbox", "instances"];

    public static void AddPages(this WebApplicationBuilder builder) => builder.WebHost.UseStaticWebAssets();

    public static void MapPages(this WebApplication app)
    {
        var manifest = Path.Combine(AppContext.BaseDirectory, $"{typeof(PagesFeature).Assembly.GetName().Name}.staticwebassets.endpoints.json");
        // Tests of the API run without the pages.
        if (!File.Exists(manifest)) return;
        var files = app.MapGroup("").AllowsContent(PagePolicies.Pages, PagePolicies.WhyPages).Anonymous(Why).ExcludeFromDescription();
        files.MapStaticAssets(manifest);
        foreach (var page in (string[])["/", .. Pages.Select(page => $"/{page}/{{**rest}}")]) files.MapGet(page, Start);
    }

    // Each address of a page begins with the same file, which may change with any version: a browser asks again each time.
    private static FileStreamHttpResult Start(IWebHostEnvironment environment, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Stream(environment.WebRootFileProvider.GetFileInfo("index.html").CreateReadStream(), "text/html; charset=utf-8");
    }
}
