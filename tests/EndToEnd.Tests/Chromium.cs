using HrBpm.EndToEnd.Tests;
using HrBpm.EndToEnd.Tests.Pages;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(PagesServer))]

namespace HrBpm.EndToEnd.Tests;

/// <summary>One real browser for all tests; each has windows with cookies of their own in it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>Path of the browser; <c>./test</c> sets it.</summary>
    private const string Variable = "HRBPM_TEST_CHROMIUM";

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> started = new(LaunchAsync);

    /// <summary>The browser, started at first need. Skips the test where there is none.</summary>
    internal async Task<IBrowser> StartAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)), $"No browser: {Variable} is not set.");
        return (await started.Value).Browser;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!started.IsValueCreated) return;
        var (playwright, browser) = await started.Value;
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        // The app is started anew dozens of times and never runs for long: to optimise its code as early as Chromium does by itself costs more than it gains.
        // Tests may run as root, for whom Chromium has no sandbox; and it must not call home.
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable(Variable),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--js-flags=--no-wasm-loop-unrolling --wasm-tiering-budget=30000000"],
        }));
    }
}
