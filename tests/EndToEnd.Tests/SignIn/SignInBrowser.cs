using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.SignIn;

/// <summary>A server, and a real browser before its sign-in page.</summary>
public sealed class SignInBrowser(Chromium chromium) : IAsyncDisposable
{
    private HrBpmServer? server;
    private IBrowser? browser;

    internal HrBpmServer Server => server!;

    /// <summary>Starts everything at first need. Skips the test where Chromium is absent.</summary>
    public async Task StartAsync()
    {
        if (browser is not null) return;
        var started = await chromium.StartAsync();
        server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["SignIn:SecondFactor:Roles:0"] = "PayrollClerk", ["Pages:Enabled"] = "true" });
        browser = started;
    }

    /// <summary>A window with cookies of its own. Passkeys need a name, and an address is none.</summary>
    internal async Task<IPage> OpenAsync(int width = 1440, int height = 900, ColorScheme colours = ColorScheme.Light)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = $"http://localhost:{Server.Address.Port}", Locale = "zh-CN", ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = colours,
        });
        return await context.NewPageAsync();
    }

    /// <summary>Keeps what the page shows, for people to look at, where <c>HRBPM_SCREENSHOTS</c> names a folder.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HRBPM_SCREENSHOTS") is { Length: > 0 } folder) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }
}
