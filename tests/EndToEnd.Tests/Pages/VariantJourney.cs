using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>A school has the group's offboarding otherwise, and keeps that when the group changes it.</summary>
public sealed class VariantJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    private const string Definition = "offboarding-standard";

    public async ValueTask InitializeAsync() => await pages.StartAsync(isAlone: true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_school_customises_the_offboarding_and_resolves_the_conflict_with_the_groups_next_version()
    {
        var page = await pages.SignInToAsync("/flows", "kang.ning");
        await page.ClickAsync($"a[href='flows/{Definition}/variant']");
        await page.ClickAsync("#card-manager");
        await page.FillAsync(".insp input.title", "年级组长知悉");
        await Assertions.Expect(page.Locator("#card-manager")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex(@"\bchg\b"));
        await PagesBrowser.CheckAsync(page, "variant-desk");
        await page.ClickAsync("#publish-variant");
        await Assertions.Expect(page.Locator("header .chip").Last).ToHaveTextAsync("已发布 v3 · 模板 v1");

        await OfferAsync();
        await page.ReloadAsync();
        await page.ClickAsync("#upgrade");
        await Assertions.Expect(page.Locator("#finish-upgrade")).ToBeDisabledAsync();
        await PagesBrowser.CheckAsync(page, "variant-upgrade-desk");
        await page.ClickAsync(".vchoice:has([data-choice=Ours])");
        await page.ClickAsync(".vitem >> nth=1");
        await page.ClickAsync(".vchoice:has([data-choice=Template])");
        await page.ClickAsync("#finish-upgrade");
        await page.ClickAsync("#publish-variant");
        await Assertions.Expect(page.Locator("header .chip").Last).ToHaveTextAsync("已发布 v4 · 模板 v2");

        var runs = await (await pages.Server.SignInAsync("kang.ning")).GetFromJsonAsync<JsonObject>($"/elsa/api/workflow-definitions/{Definition}?versionOptions=Published");
        string Title(string card) => (string)Card(runs!, card)["metadata"]!["displayText"]!;
        new[] { Title("manager"), Title("head"), Title("loans"), Title("classHandover") }.ShouldBe(["年级组长知悉", "校长审批", "财务核对借款、备用金与报销", "接收教师确认班级交接"]);
        ((string)Card(runs!, "head")["assignees"]!["expression"]!["value"]!).ShouldContain("校长", Case.Sensitive, "ours was kept");
        ((string)Card(runs!, "head")["dueInWorking"]!["expression"]!["value"]!).ShouldBe("1wd", "the group's was taken");
    }

    // The group gives the step to two levels of managers, and a shorter time, where the school has others.
    private async Task OfferAsync()
    {
        await pages.Server.InScopeAsync(services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            db.Add(new RoleGrant { CompanyId = DemoIds.Of("company:星河科技"), PersonId = DemoIds.Of("su.qing"), Role = "GroupAdministrator" });
            return db.SaveChangesAsync();
        });
        var group = await pages.Server.SignInAsync("su.qing");
        var model = (await group.GetFromJsonAsync<JsonObject>($"/elsa/api/workflow-definitions/{Definition}"))!;
        Card(model, "head")["assignees"]!["expression"]!["value"] = """[{"by":"ManagerChain","levels":2}]""";
        Card(model, "head")["dueInWorking"]!["expression"]!["value"] = "1wd";
        Card(model, "loans")["metadata"]!["displayText"] = "财务核对借款、备用金与报销";
        (await group.PostAsJsonAsync("/elsa/api/workflow-definitions", new { model })).EnsureSuccessStatusCode();
        (await group.PostAsync($"/api/definitions/{Definition}/template", null)).EnsureSuccessStatusCode();
    }

    private static JsonObject Card(JsonObject definition, string id) => definition["root"]!["activities"]!.AsArray().OfType<JsonObject>().Single(card => (string)card["id"]! == id);
}
