using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Studio;

/// <summary>A server with the official Elsa Studio, and a browser in which the company's administrator has signed in.</summary>
public sealed class StudioBrowser(Chromium chromium) : IAsyncDisposable
{
    // Studio is half a hundred assemblies, which a busy machine takes its time to start.
    private const float Patience = 120_000;

    // Each page of Studio has a bar that runs on unseen for as long as the page is open, sixty times a second: a fifth of what the tests of Studio cost.
    private const string StandStill = """
        addEventListener('DOMContentLoaded', () => document.head.append(Object.assign(document.createElement('style'), { textContent: '.mud-progress-linear-bar { animation: none !important }' })));
        """;

    private HrBpmServer? server;
    private IBrowserContext? session;

    /// <summary>The API as the signed-in person uses it.</summary>
    internal IAPIRequestContext Api => session!.APIRequest;

    /// <summary>Starts everything at first need. Skips the test where Chromium or npm is absent.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (session is not null) return;
        var browser = await chromium.StartAsync();
        var files = await StudioPackage.InstallAsync(ct);
        server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Studio:Folder"] = files });
        session = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Address.ToString(), ViewportSize = new ViewportSize { Width = 1600, Height = 1000 } });
        session.SetDefaultTimeout(Patience);
        await session.AddInitScriptAsync(StandStill);
        Assertions.SetDefaultExpectTimeout(Patience);
        var answer = await session.APIRequest.PostAsync("/api/sign-in", new APIRequestContextOptions { DataObject = new { userName = "xu.nuo", password = HrBpmServer.Password } });
        answer.Status.ShouldBe(200, await answer.TextAsync());
    }

    /// <summary>Opens Studio in place of what was open before, for example <c>?definition=offboarding-standard</c>.</summary>
    internal async Task<IPage> OpenAsync(string query)
    {
        foreach (var left in session!.Pages.ToList()) await left.CloseAsync();
        var page = await session.NewPageAsync();
        await page.GotoAsync($"/studio/{query}");
        return page;
    }

    /// <summary>Keeps what the page shows, for people to look at, where <c>HRBPM_SCREENSHOTS</c> names a folder.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HRBPM_SCREENSHOTS") is { Length: > 0 } folder) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (session is not null) await session.CloseAsync();
        if (server is not null) await server.DisposeAsync();
    }
}
