using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>HR starts a resignation in the browser, and sees it on its own page, on the board, and in the figures.</summary>
public sealed partial class FlowJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await pages.StartAsync();

    public ValueTask DisposeAsync() => pages.LeaveAsync();

    [Fact]
    public async Task A_resignation_is_started_in_the_browser_and_seen_on_its_page_on_the_board_and_in_the_figures()
    {
        var hr = await pages.SignInAsync("liu.yang");
        await hr.ClickAsync(".nav a[href=start]");
        await Assertions.Expect(hr.Locator(".startcard .go").Nth(4)).ToBeVisibleAsync();
        await CheckAsync(hr, "start-desk");
        await hr.ClickAsync(".startcard:has(h2:has-text('离职')) .go");

        await PickAsync(hr, "leaver", "feng.xue");
        await PickAsync(hr, "receiver", "wu.jing");
        await hr.FillAsync("#why", "因家庭原因计划回成都发展");
        await hr.Locator("#why").BlurAsync();
        await Assertions.Expect(hr.Locator(".head [role=status]")).ToContainTextAsync("草稿已存");
        await CheckAsync(hr, "start-offboarding-desk");

        // What was begun at the desk goes on on a phone.
        var phone = await pages.SignInToAsync("/start/offboarding", "liu.yang", 390, 844);
        await Assertions.Expect(phone.Locator("#leaver")).ToHaveValueAsync("冯雪");
        await Assertions.Expect(phone.Locator("#why")).ToHaveValueAsync("因家庭原因计划回成都发展");
        await CheckAsync(phone, "start-offboarding-phone");

        await hr.ClickAsync("button[type=submit]");
        await Assertions.Expect(hr.Locator(".head h1")).ToHaveTextAsync("冯雪 的离职");
        await Assertions.Expect(hr.Locator("#node-manager.now")).ToBeInViewportAsync();
        await Assertions.Expect(hr.Locator("#node-open.done")).ToHaveCountAsync(1);
        await Assertions.Expect(hr.Locator(".wait")).ToContainTextAsync("直属主管知悉");
        await CheckAsync(hr, "instance-desk");
        await phone.GotoAsync(new Uri(hr.Url).PathAndQuery);
        await Assertions.Expect(phone.Locator(".outline .o-now").First).ToBeVisibleAsync();
        await CheckAsync(phone, "instance-phone");

        await hr.ClickAsync(".nav a[href=offboarding]");
        await hr.ClickAsync("a.lv:has-text('冯雪')");
        await Assertions.Expect(hr.Locator(".pd .crow")).ToContainTextAsync("直属主管知悉");
        await CheckAsync(hr, "board-desk");
        await phone.ClickAsync(".nav a[href=offboarding]");
        await Assertions.Expect(phone.Locator("a.lv:has-text('冯雪')")).ToBeVisibleAsync();
        await CheckAsync(phone, "board-phone");

        await hr.ClickAsync(".nav a[href=dashboard]");
        await Assertions.Expect(hr.Locator(".figure b").First).ToHaveTextAsync(Some());
        await CheckAsync(hr, "dashboard-desk");
        await hr.Locator(".figure").First.ClickAsync();
        await Assertions.Expect(hr.Locator("tbody tr:has-text('冯雪 的离职')")).ToBeVisibleAsync();
        await CheckAsync(hr, "instances-desk");
        await phone.ClickAsync(".nav a[href=dashboard]");
        await Assertions.Expect(phone.Locator(".figure b").First).ToHaveTextAsync(Some());
        await CheckAsync(phone, "dashboard-phone");
    }

    private static async Task PickAsync(IPage page, string field, string typed)
    {
        await page.FillAsync($"#{field}", typed);
        await page.ClickAsync($"#{field}-found button");
    }

    // Looked at by the machine here, and by people in the picture.
    private static async Task CheckAsync(IPage page, string name)
    {
        await PagesBrowser.CheckAsync(page, name);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"{name}: nothing is wider than the screen");
    }

    // Other journeys start flows on the same server.
    [GeneratedRegex("^[1-9]")]
    private static partial Regex Some();
}
