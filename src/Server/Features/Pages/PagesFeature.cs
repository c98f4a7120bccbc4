using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Pages;

/// <summary>Settings section <c>Pages</c>.</summary>
internal sealed class PagesOptions
{
    /// <summary>Whether this server serves the pages; an installation whose pages come from elsewhere, or that is only an API, does without.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>The pages that people see: a WebAssembly app whose files are public and whose data comes from the API. Who has not signed in is led there at once, without the app.</summary>
internal static class PagesFeature
{
    private const string Why = "The files of the pages are public; the API behind them asks who it is.";

    /// <summary>First parts of the addresses of pages. Everything else that is unknown stays unknown, so that a mistyped API address is not answered with a page.</summary>
    private static readonly string[] Pages = ["inbox", "delegations", "start", "offboarding", "dashboard", "instances", "flows", "settings", "account", "consents", "people"];

    public static void AddPages(this WebApplicationBuilder builder)
    {
        var options = Settings.Read<PagesOptions>(builder.Configuration, "Pages");
        builder.Services.AddSingleton(options);
        // Before it is published, the app's files lie where they were built, which this manifest tells.
        if (options.Enabled && File.Exists(Manifest("runtime"))) builder.WebHost.UseSetting(WebHostDefaults.StaticWebAssetsKey, Manifest("runtime")).UseStaticWebAssets();
    }

    public static void MapPages(this WebApplication app)
    {
        // Where the server was started by another program, for example a test, its files may not lie beside it.
        if (!app.Services.GetRequiredService<PagesOptions>().Enabled || !File.Exists(Manifest("endpoints"))) return;
        var files = app.MapGroup("").AllowsContent(PagePolicies.Pages, PagePolicies.WhyPages).Anonymous(Why).ExcludeFromDescription();
        files.MapStaticAssets(Manifest("endpoints"));
        foreach (var page in (string[])["/", .. Pages.Select(page => $"/{page}/{{**rest}}")]) files.MapGet(page, Start).WithMetadata(new SignsInByPage());
    }

    // Each address of a page begins with the same file, which may change with any version: a browser asks again each time.
    private static Results<FileStreamHttpResult, ChallengeHttpResult> Start(IWebHostEnvironment environment, CurrentUser user, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return user.IsKnown ? TypedResults.Stream(environment.WebRootFileProvider.GetFileInfo("index.html").CreateReadStream(), "text/html; charset=utf-8") : TypedResults.Challenge();
    }

    private static string Manifest(string kind) => Path.Combine(AppContext.BaseDirectory, $"{typeof(PagesFeature).Assembly.GetName().Name}.staticwebassets.{kind}.json");
}
