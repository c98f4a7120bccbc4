using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>A server with its pages, and windows in which people of the demo sign in.</summary>
public sealed class PagesBrowser(Chromium chromium, PagesServer shared) : IAsyncDisposable
{
    // A busy machine takes its time to start some fifty assemblies.
    private const float Patience = 120_000;

    // All rules are tried all the same; but for what is right, nobody has to be told in detail where it stands in the page.
    private static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations] };

    private const string NoScripts = "no scripts";

    private readonly Dictionary<IBrowserContext, string> windows = [];
    private HrBpmServer? server;
    private IBrowser? browser;
    private SpareWindows? spare;
    private IPage? looker;

    /// <summary>The server.</summary>
    internal HrBpmServer Server => server!;

    /// <summary>Starts everything at first need. Skips the test where Chromium is absent.</summary>
    /// <param name="isAlone">The server is shared with no other journey.</param>
    public async Task StartAsync(bool isAlone = false)
    {
        if (browser is not null) return;
        var started = await chromium.StartAsync();
        (server, spare) = isAlone ? (await PagesServer.StartNewAsync(), null) : await shared.StartAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        browser = started;
    }

    /// <summary>A browser of its own, in which this person has signed in on the way to their inbox.</summary>
    internal async Task<IPage> SignInAsync(string userName, int width = 1440, int height = 900, string language = "zh-CN")
    {
        var page = await SignInToAsync("/inbox", userName, width, height, language);
        await Assertions.Expect(page.Locator(".list")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The same on the way to another page. Each start of the app takes seconds, so a journey goes straight to where it has to do.</summary>
    internal async Task<IPage> SignInToAsync(string path, string userName, int width = 1440, int height = 900, string language = "zh-CN")
    {
        var page = await OpenAsync(width, height, language);
        await page.GotoAsync(path);
        await FillInAsync(page, userName);
        return page;
    }

    /// <summary>Whoever sits here will not come back: the window is for somebody else.</summary>
    internal async Task LeaveAsync(IPage page)
    {
        if (windows.Remove(page.Context, out var language)) await LeaveAsync(page.Context, language);
    }

    /// <summary>The same for everybody, at the end of a test.</summary>
    internal async ValueTask LeaveAsync()
    {
        looker = null;
        foreach (var (window, language) in windows) await LeaveAsync(window, language);
        windows.Clear();
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
        if (hasScripts && spare?.Take(language) is { } left)
        {
            windows.Add(left, language);
            var used = await left.NewPageAsync();
            await used.SetViewportSizeAsync(width, height);
            return used;
        }

        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = AddressOf(Server).ToString(), ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = language, TimezoneId = "Asia/Shanghai", JavaScriptEnabled = hasScripts,
        });
        windows.Add(context, hasScripts ? language : NoScripts);
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Passkeys need a name, and an address is none.</summary>
    internal static Uri AddressOf(HrBpmServer server) => new($"http://localhost:{server.Address.Port}");

    /// <summary>Keeps what the page shows where <c>HRBPM_SCREENSHOTS</c> names a folder: as PNG for people to look at, and as WebP, which is small enough for <c>docs/pictures</c>.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HRBPM_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        // It is let go with its window: to detach it would take away a virtual authenticator that another one has given.
        var session = await page.Context.NewCDPSessionAsync(page);
        var taken = await session.SendAsync("Page.captureScreenshot", new Dictionary<string, object> { ["format"] = "webp", ["quality"] = 85 });
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".webp"), taken!.Value.GetProperty("data").GetBytesFromBase64());
    }

    /// <summary>Looks at what the page shows: the machine for barriers (axe: nothing serious), people in the picture.</summary>
    internal static async Task CheckAsync(IPage page, string name)
    {
        await KeepAsync(page, name);
        await CheckBarriersAsync(page, name);
    }

    /// <summary>The same of a page that allows no scripts but its own: whoever looks for barriers needs scripts, so another page with the same content is looked at.</summary>
    internal async Task CheckPlainAsync(IPage page, string name)
    {
        await KeepAsync(page, name);
        var size = page.ViewportSize!;
        looker ??= await OpenAsync(size.Width, size.Height);
        await looker.SetViewportSizeAsync(size.Width, size.Height);
        await looker.SetContentAsync(await page.ContentAsync());
        await CheckBarriersAsync(looker, name);
        (await looker.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"{name}: nothing is wider than the screen");
    }

    /// <summary>Looks for barriers alone.</summary>
    internal static async Task CheckBarriersAsync(IPage page, string name)
    {
        // What follows it also looks into frames of other sites, which no page has, and opens a window of its own for that at each look: a fifth of what a journey costs.
#pragma warning disable CS0618 // It is obsolete for those who have such frames.
        var found = await page.RunAxeLegacy(options: OnlyViolations);
#pragma warning restore CS0618
        found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty(name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        if (spare is null && server is not null) await server.DisposeAsync();
    }

    private Task LeaveAsync(IBrowserContext window, string language) => spare is null || language == NoScripts ? window.CloseAsync() : spare.LeaveAsync(window, language);
}
