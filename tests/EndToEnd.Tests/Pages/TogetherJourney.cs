using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>Two people have one flow open at once.</summary>
public sealed class TogetherJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    private const string Flow = "/flows/payroll-early-release";

    public async ValueTask InitializeAsync() => await pages.StartAsync();

    public ValueTask DisposeAsync() => pages.LeaveAsync();

    [Fact]
    public async Task Two_editors_see_each_other_and_neither_overwrites_the_other_unasked()
    {
        var (first, second) = (await OpenAsync("xu.nuo"), await OpenAsync("zhao.min"));
        await Assertions.Expect(first.Locator(".presence")).ToContainTextAsync("赵敏 也在看");
        await Assertions.Expect(second.Locator(".presence")).ToContainTextAsync("许诺 也在看");

        await RenameAsync(first, "提前放行（许诺）");
        await Assertions.Expect(first.Locator("header [role=status]")).ToContainTextAsync("已自动保存");
        await Assertions.Expect(second.Locator(".presence")).ToContainTextAsync("许诺 正在编辑");
        await Assertions.Expect(second.Locator(".banner[role=alert]")).ToContainTextAsync("许诺 刚保存了新的版本。");
        await PagesBrowser.KeepAsync(second, "designer-together");

        await RenameAsync(second, "提前放行（赵敏）");
        await Assertions.Expect(second.Locator(".banner[role=alert]")).ToContainTextAsync("你的改动还在这里，没有保存");
        await second.ClickAsync(".banner .btn >> nth=0");
        await Assertions.Expect(second.Locator("header h1")).ToHaveTextAsync("提前放行（许诺）");
        await Assertions.Expect(second.Locator(".banner[role=alert]")).ToHaveCountAsync(0);
    }

    private async Task<IPage> OpenAsync(string person)
    {
        var page = await pages.SignInToAsync(Flow, person);
        await Assertions.Expect(page.Locator("#canvas .node").First).ToBeVisibleAsync();
        return page;
    }

    private static async Task RenameAsync(IPage page, string name)
    {
        if (await page.Locator("#flow-name").CountAsync() == 0) await page.ClickAsync("button[aria-label='流程设置']");
        await page.FillAsync("#flow-name", name);
    }
}
