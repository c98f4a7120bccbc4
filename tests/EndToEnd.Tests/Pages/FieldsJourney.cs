using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>A company takes a ready flow, asks for a file in it, and the file comes to the approver.</summary>
public sealed class FieldsJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    private static readonly FilePayload Proof = new() { Name = "诊断证明.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"u8] };

    public async ValueTask InitializeAsync() => await pages.StartAsync();

    public ValueTask DisposeAsync() => pages.LeaveAsync();

    [Fact]
    public async Task A_file_field_of_a_ready_flow_is_added_published_filled_in_and_seen_by_the_approver()
    {
        var admin = await pages.SignInAsync("xu.nuo");
        var name = await AddFieldAsync(admin);
        await pages.LeaveAsync(admin);
        var employee = await pages.SignInAsync("zhang.wei");
        await StartAsync(employee, name);
        await pages.LeaveAsync(employee);
        await ApproveAsync(await pages.SignInAsync("li.na"));

        await pages.Server.InScopeAsync(async services =>
        {
            var flow = await services.GetRequiredService<AppDbContext>().WorkflowInstances.AsNoTracking().SingleAsync(i => i.Name != null && i.Name.EndsWith(name));
            flow.Status.ShouldBe(InstanceStatus.Finished);
            return 0;
        });
    }

    private static async Task<string> AddFieldAsync(IPage admin)
    {
        await admin.ClickAsync(".nav a[href=flows]");
        await admin.ClickAsync("a[href='flows/gallery']");
        await admin.ClickAsync("button[aria-label='使用 请假']");
        await Assertions.Expect(admin.Locator("#canvas .node").First).ToBeVisibleAsync();
        await admin.ClickAsync("#tab-form");
        await admin.ClickAsync(".kindgrid .btn:has-text('附件')");
        await admin.FillAsync("#prop-label", "诊断证明");
        await admin.CheckAsync(".kindset label:has-text('PDF') input");
        await Assertions.Expect(admin.Locator(".handset .fdrop")).ToContainTextAsync("PDF");
        await PagesBrowser.CheckAsync(admin, "designer-form-desk");

        await admin.ClickAsync("#tab-flow");
        await admin.ClickAsync("#card-manager");
        await admin.ClickAsync(".ih .tabs button:has-text('表单')");
        await admin.CheckAsync("input[aria-label='诊断证明: 只读']");
        await Assertions.Expect(admin.Locator("header [role=status]")).ToContainTextAsync("已自动保存");
        await admin.ClickAsync(".designer-head .btn.p");
        await admin.ClickAsync(".mud-dialog .btn.p");
        await Assertions.Expect(admin.Locator(".designer-head .chip.ok")).ToContainTextAsync("已发布");
        var name = await admin.Locator(".designer-head h1").TextContentAsync();

        // What the company's own fields look like, while somebody who manages them is here.
        await admin.ClickAsync(".designer-head a[href=flows]");
        await admin.ClickAsync(".nav .me button");
        await admin.ClickAsync("a[href='settings/fields']");
        await admin.ClickAsync(".kindgrid .btn:has-text('单选')");
        await PagesBrowser.CheckAsync(admin, "settings-fields-desk");
        await admin.FillAsync("#own-zh", "衬衫尺码");
        await admin.FillAsync("#own-en", "Shirt size");
        await admin.ClickAsync("#own-save");
        await Assertions.Expect(admin.Locator(".toast")).ToContainTextAsync("已保存「衬衫尺码」");
        await LookAfterPeopleAsync(admin);
        return name!;
    }

    // The pages beside it, by which an administrator looks after people and their rights.
    private static async Task LookAfterPeopleAsync(IPage admin)
    {
        await admin.ClickAsync(".nav > a[href=people]");
        await admin.FillAsync(".people-find input", "zhang.wei");
        await Assertions.Expect(admin.Locator(".tbl tbody tr")).ToHaveCountAsync(1);
        await PagesBrowser.CheckAsync(admin, "people-desk");
        await admin.ClickAsync(".tbl a.b");
        await Assertions.Expect(admin.Locator(".jobs li.now")).ToHaveCountAsync(1);
        await PagesBrowser.CheckAsync(admin, "person-desk");
        await admin.ClickAsync(".nav > a[href='settings/roles']");
        await admin.ClickAsync(".rolelist a:has-text('财务经理')");
        await Assertions.Expect(admin.Locator(".rights li")).ToHaveCountAsync(2);
        await PagesBrowser.CheckAsync(admin, "roles-desk");
        await admin.ClickAsync(".nav > a[href=consents]");
        await Assertions.Expect(admin.Locator("main .state, .consent").First).ToBeVisibleAsync();
        await PagesBrowser.CheckAsync(admin, "consents-desk");
        await admin.ClickAsync(".nav > a[href=people]");
        await admin.ClickAsync("a[href='people/import']");
        await admin.SetInputFilesAsync("#import-file", new FilePayload { Name = "新员工.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes("工号,姓名\nX1,单一\n") });
        await Assertions.Expect(admin.Locator("#column-0")).ToHaveValueAsync("employeeNumber");
        await PagesBrowser.CheckAsync(admin, "import-desk");
    }

    private static async Task StartAsync(IPage employee, string name)
    {
        await employee.ClickAsync(".nav a[href=start]");
        await employee.ClickAsync($".startcard:has(h2:text-is('{name}')) .go");
        await employee.SelectOptionAsync(".formcard select", "年假");
        await employee.FillAsync(".formcard .daterange input >> nth=0", "2026-12-01");
        await employee.FillAsync(".formcard .daterange input >> nth=1", "2026-12-02");
        await employee.FillAsync(".formcard textarea", "家中有事");
        await employee.SetInputFilesAsync(".ffiles input[type=file]", Proof);
        await Assertions.Expect(employee.Locator(".ffile button.att")).ToContainTextAsync("诊断证明.pdf");
        await PagesBrowser.CheckAsync(employee, "start-form-desk");
        await employee.ClickAsync("button[type=submit]");
        await Assertions.Expect(employee.Locator(".dockbody")).ToContainTextAsync("诊断证明.pdf");
    }

    private static async Task ApproveAsync(IPage approver)
    {
        await approver.ClickAsync(".it a.open");
        await approver.ClickAsync(".dform .ffile button.att");
        await Assertions.Expect(approver.Locator(".filebody iframe")).ToBeVisibleAsync();
        await PagesBrowser.KeepAsync(approver, "task-file-desk");
        await approver.Keyboard.PressAsync("Escape");
        await approver.ClickAsync(".abar .btn.p");
        await Assertions.Expect(approver.Locator(".it")).ToHaveCountAsync(0);
    }
}
