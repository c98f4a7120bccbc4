using System.Text.RegularExpressions;
using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>What somebody does who has never seen HrBpm, by what the screen says: HR changes a flow and starts it, and everybody concerned finishes it on a phone.</summary>
public sealed partial class WalkJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    private readonly Dictionary<string, IPage> phones = [];

    // The demo's clock is moved by a month.
    public async ValueTask InitializeAsync() => await pages.StartAsync(isAlone: true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_newcomer_changes_the_offboarding_of_a_company_starts_a_resignation_and_the_approvers_finish_it_on_phones()
    {
        var hr = await pages.OpenAsync(1440, 900);
        await hr.GotoAsync("/");
        await Assertions.Expect(hr.Locator(".demo")).ToBeVisibleAsync();
        await pages.CheckPlainAsync(hr, "walk-1-sign-in");
        await hr.ClickAsync(".demo button:has-text('赵敏')");
        await Assertions.Expect(hr.Locator(".detail .next")).ToBeVisibleAsync();
        await PagesBrowser.CheckBarriersAsync(hr, "next steps");

        await ChangeAsync(hr);
        await StartAsync(hr);
        await ApproveAsync();
        await ClearAsync();
        await EndOfEmploymentAsync(hr);
        await SignSheetAsync(hr);

        await LookAsync(hr);
        await Assertions.Expect(hr.Locator(".head .chip").First).ToHaveTextAsync("已完成");
        await Assertions.Expect(hr.Locator(".wait")).ToHaveCountAsync(0);
        await Assertions.Expect(hr.Locator(".dock .chip.bad")).ToHaveCountAsync(0);
        await PagesBrowser.KeepAsync(hr, "walk-8-finished");
    }

    // The company calls the manager's step otherwise than the group's template, tries that out, and publishes it.
    private static async Task ChangeAsync(IPage hr)
    {
        await hr.ClickAsync(".detail .next a:has-text('修改流程')");
        await hr.ClickAsync("tr:has-text('标准离职流程') a:has-text('为本公司定制')");
        await hr.ClickAsync("#card-manager");
        await hr.FillAsync(".insp input.title", "直属主管面谈并知悉");
        await Assertions.Expect(hr.Locator("#card-manager")).ToHaveClassAsync(Changed());
        await PagesBrowser.KeepAsync(hr, "walk-2-change");
        await hr.ClickAsync(".dry-open");
        await Assertions.Expect(hr.Locator(".dry-wait")).ToBeVisibleAsync();
        await hr.ClickAsync(".dry-bar .btn:has-text('走到底')");
        await Assertions.Expect(hr.Locator(".dry")).ToContainTextAsync("走到了终点");
        await PagesBrowser.CheckAsync(hr, "walk-3-dry-run");
        await hr.ClickAsync("#publish-variant");
        await Assertions.Expect(hr.Locator("header .chip").Last).ToContainTextAsync("已发布");
        await hr.ClickAsync("#start-it");
    }

    private static async Task StartAsync(IPage hr)
    {
        await hr.ClickAsync(".startcard:has(h2:has-text('离职')) .go");
        await PickAsync(hr, "leaver", "张伟");
        await PickAsync(hr, "receiver", "陈晨");
        await hr.FillAsync("#why", "个人发展");
        await hr.ClickAsync("button[type=submit]");
        await Assertions.Expect(hr.Locator(".wait")).ToContainTextAsync("李娜 · 直属主管面谈并知悉");
        await PagesBrowser.CheckAsync(hr, "walk-4-started");
    }

    private async Task ApproveAsync()
    {
        await DoAsync("李娜", "", signs: true, picture: "walk-5-phone");
        await DoAsync("王强", "", signs: true);
    }

    // Side by side, in whatever order.
    private async Task ClearAsync()
    {
        await DoAsync("张伟", "请列出", async phone =>
        {
            await phone.FillAsync("[name='f.customers.0.subject']", "华东制造集团");
            await phone.FillAsync("[name='f.customers.0.state']", "续约合同已发出");
            await phone.FillAsync("[name='f.followUps.0.subject']", "季度回款对账");
            await phone.FillAsync("[name='f.followUps.0.state']", "差一笔发票");
        });
        await DoAsync("陈晨", "逐条确认", async phone =>
        {
            // The lines stand there already, with what they are about; they are only confirmed.
            await Assertions.Expect(phone.Locator(".row1").First).ToContainTextAsync("华东制造集团");
            await phone.CheckAsync("[name='f.lines.0.confirmed'][value=true]");
            await phone.CheckAsync("[name='f.lines.1.confirmed'][value=true]");
        }, picture: "walk-6-phone-lines");
        await DoAsync("王强", "工作交接", signs: true);
        await DoAsync("周婷", "资产", async phone =>
        {
            await Assertions.Expect(phone.Locator("[name='f.lines.2.tag']")).ToHaveValueAsync(AnyTag());
            for (var line = 0; line < 3; line++) await phone.CheckAsync($"[name='f.lines.{line}.result'][value=归还]");
        });
        await DoAsync("吴静", "借款", phone => phone.CheckAsync("[name='f.cleared'][value=true]"));
        await DoAsync("刘洋", "核算", async phone =>
        {
            await phone.SelectOptionAsync("[name='f.items.0.kind']", "工资");
            await phone.FillAsync("[name='f.items.0.amount']", "15800");
        });
    }

    // Nobody waits for a month: who drives the demo lets it pass.
    private async Task EndOfEmploymentAsync(IPage hr)
    {
        await LookAsync(hr);
        await hr.ClickAsync("#clock-next");
        await Assertions.Expect(hr.Locator(".wait:has-text('孙磊')")).ToBeVisibleAsync();
        await DoAsync("孙磊", "账号", signs: true);
        await DoAsync("刘洋", "社会保险", async phone =>
        {
            await phone.CheckAsync("[name='f.socialInsurance'][value=true]");
            await phone.CheckAsync("[name='f.file'][value=true]");
        });
        await DoAsync("赵敏", "损失", phone => phone.FillAsync("[name='f.basis']", "没有损失，不主张"));
        await LookAsync(hr);
        await hr.ClickAsync("#clock-day");
        await Assertions.Expect(hr.Locator(".wait:has-text('陈晨')")).ToBeVisibleAsync();
    }

    // The leaver cannot sign in any more, so HR sends a link.
    private async Task SignSheetAsync(IPage hr)
    {
        await DoAsync("陈晨", "交接单", signs: true);
        await hr.ClickAsync(".send-link");
        await hr.ClickAsync("#make-link");
        await Assertions.Expect(hr.Locator("#link-made")).ToBeVisibleAsync();
        await PagesBrowser.CheckAsync(hr, "walk-7-link");
        var link = new Uri((await hr.GetAttributeAsync("#link-made", "href"))!);
        await hr.ClickAsync(".df .btn.p");
        var phone = await pages.OpenAsync(390, 844);
        await phone.GotoAsync(link.PathAndQuery);
        await phone.FillAsync("#password", HrBpmServer.Password);
        await phone.ClickAsync(".bar .p");
        await Assertions.Expect(phone.Locator("h1")).ToHaveTextAsync("已提交");
    }

    // A task is found in the list of its person, read, filled in and sent: all on the small pages that messages lead to.
    private async Task DoAsync(string person, string about, Func<IPage, Task>? fill = null, bool signs = false, string? picture = null)
    {
        var phone = await PhoneAsync(person);
        await phone.ClickAsync($"a.it:has-text('{about}')");
        await phone.ClickAsync(".bar .p");
        if (fill is not null) await fill(phone);
        if (signs) await phone.FillAsync("#password", HrBpmServer.Password);
        if (picture is not null) await pages.CheckPlainAsync(phone, picture);
        await phone.ClickAsync(".bar .p");
        await Assertions.Expect(phone.Locator("h1").First).ToHaveTextAsync(Done());
    }

    private async Task<IPage> PhoneAsync(string person)
    {
        if (phones.TryGetValue(person, out var known))
        {
            await known.GotoAsync("/t");
            return known;
        }

        var phone = phones[person] = await pages.OpenAsync(390, 844);
        await phone.GotoAsync("/t");
        await phone.ClickAsync($".demo button:has(b:text-is('{person}'))");
        return phone;
    }

    // By way of the list, where it says how things stand now.
    private static async Task LookAsync(IPage hr)
    {
        await hr.ClickAsync(".nav a[href=instances]");
        await hr.ClickAsync("tbody a:has-text('张伟 的离职')");
        await Assertions.Expect(hr.Locator(".head h1")).ToHaveTextAsync("张伟 的离职");
    }

    private static async Task PickAsync(IPage page, string field, string typed)
    {
        await page.FillAsync($"#{field}", typed);
        await page.ClickAsync($"#{field}-found button");
    }

    [GeneratedRegex(@"\bchg\b")]
    private static partial Regex Changed();

    [GeneratedRegex("^[A-Z]+-[0-9]+$")]
    private static partial Regex AnyTag();

    [GeneratedRegex("^已")]
    private static partial Regex Done();
}
