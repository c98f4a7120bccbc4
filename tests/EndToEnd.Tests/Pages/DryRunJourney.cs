using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>A flow is tried out in the browser and the run kept as a scenario, which a later version has to reckon with.</summary>
public sealed class DryRunJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    private const string Flow = """
        {"definitionId":"tried-out","name":"试一试","variables":[],"inputs":[],"outputs":[],"options":{},"root":{"id":"flow","type":"Elsa.Flowchart","start":"form","activities":[
        {"id":"form","type":"HrBpm.InitiatorForm","version":1,"metadata":{"displayText":"填申请"}},
        {"id":"approve","type":"HrBpm.Approval","version":1,"metadata":{"displayText":"主管同意"},"assignees":{"typeName":"Object","expression":{"type":"Object","value":"[{\"by\":\"DirectManager\"}]"}}},
        {"id":"file","type":"HrBpm.Handle","version":1,"metadata":{"displayText":"人事存档"},"assignees":{"typeName":"Object","expression":{"type":"Object","value":"[{\"by\":\"Role\",\"value\":\"HrSpecialist\"}]"}}}],
        "connections":[{"source":{"activity":"form","port":"Done"},"target":{"activity":"approve","port":"In"}},{"source":{"activity":"approve","port":"Approved"},"target":{"activity":"file","port":"In"}}]}}
        """;

    public async ValueTask InitializeAsync() => await pages.StartAsync();

    public ValueTask DisposeAsync() => pages.LeaveAsync();

    [Fact]
    public async Task A_kept_dry_run_refuses_a_version_that_goes_another_way_until_it_is_accepted()
    {
        using var administrator = await pages.Server.SignInAsync("xu.nuo");
        (await administrator.PostAsJsonAsync("/elsa/api/workflow-definitions", new { model = JsonNode.Parse(Flow), publish = true })).EnsureSuccessStatusCode();
        var page = await pages.SignInToAsync("/flows/tried-out", "xu.nuo");
        await page.ClickAsync(".dry-open");
        await Assertions.Expect(page.Locator(".dry-wait")).ToContainTextAsync("（直属主管）");
        await Assertions.Expect(page.Locator("#card-form.done")).ToBeVisibleAsync();
        await page.ClickAsync(".dry-bar .btn.p");
        await Assertions.Expect(page.Locator(".dry-wait")).ToContainTextAsync("刘洋（人事专员）");
        await page.ClickAsync(".dry-bar .btn:has-text('上一步')");
        await Assertions.Expect(page.Locator(".dry-wait")).ToContainTextAsync("主管同意");
        await page.ClickAsync(".dry-bar .btn:has-text('走到底')");
        await Assertions.Expect(page.Locator("#card-file.done")).ToBeVisibleAsync();
        await page.FillAsync("#scenario-name", "同意后存档");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".dry")).ToContainTextAsync("发布前自动检查");

        await page.ClickAsync(".dry-open");
        await page.ClickAsync("#card-file");
        await page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(page.Locator(".node")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("header [role=status]")).ToContainTextAsync("已自动保存");
        await page.ClickAsync("header .btn.p");
        await page.ClickAsync("#publish-now");
        await Assertions.Expect(page.Locator(".dlgbox")).ToContainTextAsync("场景“同意后存档”走得不一样：原来到“人事存档”，现在到这里为止。");
        await page.ClickAsync("#accept-scenarios");
        await Assertions.Expect(page.Locator("header .chip")).ToContainTextAsync("已发布 v2");
    }
}
