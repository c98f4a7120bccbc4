using Deque.AxeCore.Playwright;
using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>A server with its pages, and browsers in which people of the demo sign in.</summary>
public sealed class PagesBrowser : IAsyncDisposable
{
    private const string ChromiumVariable = "HRBPM_TEST_CHROMIUM";

    // A busy machine takes its time to start some fifty assemblies.
    private const float Patience = 120_000;

    private HrBpmServer? server;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The server.</summary>
    internal HrBpmServer Server => server!;

    /// <summary>Starts everything at first need. Skips the test where Chromium is absent.</summary>
    public async Task StartAsync()
    {
        if (browser is not null) return;
        var chromium = Environment.GetEnvironmentVariable(ChromiumVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(chromium), $"No browser: {ChromiumVariable} is not set.");
        server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Pages:Enabled"] = "true" });
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    /// <summary>A browser of its own, in which this person has signed in by the page.</summary>
    internal async Task<IPage> SignInAsync(string userName, int width = 1440, int height = 900, string language = "zh-CN")
    {
        var page = await OpenAsync(width, height, language);
        await page.GotoAsync("/inbox");
        await FillInAsync(page, userName);
        await Assertions.Expect(page.Locator(".list")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Fills in the sign-in page.</summary>
    internal static async Task FillInAsync(IPage page, string userName)
    {
        await page.FillAsync("#userName", userName);
        await page.FillAsync("#password", HrBpmServer.Password);
        await page.ClickAsync("form[action='/sign-in'] button");
    }

    /// <summary>A browser of its own.</summary>
    internal async Task<IPage> OpenAsync(int width, int height, string language = "zh-CN", bool hasScripts = true)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server!.Address.ToString(), ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = language, TimezoneId = "Asia/Shanghai", JavaScriptEnabled = hasScripts,
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Keeps what the page shows, for people to look at, where <c>HRBPM_SCREENSHOTS</c> names a folder.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HRBPM_SCREENSHOTS") is { Length: > 0 } folder) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    /// <summary>Looks at what the page shows: the machine for barriers (axe: nothing serious), people in the picture.</summary>
    internal static async Task CheckAsync(IPage page, string name)
    {
        await KeepAsync(page, name);
        await CheckBarriersAsync(page, name);
    }

    /// <summary>Looks for barriers alone.</summary>
    internal static async Task CheckBarriersAsync(IPage page, string name)
    {
        var found = await page.RunAxe();
        found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty(name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        if (server is not null) await server.DisposeAsync();
    }
}
