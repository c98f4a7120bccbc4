using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>
/// Windows at the shared server that nobody sits at any more. The next person's window has loaded the app already, which takes a third off its start, and knows nothing of the one before:
/// neither cookies nor anything else that a page keeps.
/// </summary>
internal sealed class SpareWindows(Uri server)
{
    private readonly Dictionary<string, Stack<IBrowserContext>> left = [];

    /// <summary>One that was left, for somebody who reads this language; null when there is none.</summary>
    public IBrowserContext? Take(string language)
    {
        lock (left) return left.TryGetValue(language, out var windows) && windows.TryPop(out var window) ? window : null;
    }

    /// <summary>Takes away what its person has left in it, and keeps it for the next one.</summary>
    public async Task LeaveAsync(IBrowserContext window, string language)
    {
        var page = await window.NewPageAsync();
        foreach (var used in window.Pages.Where(p => p != page).ToList()) await used.CloseAsync();
        await window.ClearCookiesAsync();
        var session = await window.NewCDPSessionAsync(page);
        await session.SendAsync("Storage.clearDataForOrigin", new Dictionary<string, object> { ["origin"] = server.GetLeftPart(UriPartial.Authority), ["storageTypes"] = "all" });
        await page.CloseAsync();
        lock (left)
        {
            if (!left.TryGetValue(language, out var windows)) left[language] = windows = [];
            windows.Push(window);
        }
    }
}
