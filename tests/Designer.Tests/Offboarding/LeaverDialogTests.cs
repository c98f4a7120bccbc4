using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Inbox;
using HrBpm.Designer.Layout;
using HrBpm.Designer.Offboarding;
using HrBpm.Designer.SignIn;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HrBpm.Designer.Tests.Offboarding;

/// <summary>What HR does for somebody who leaves: tasks to somebody else, pay before its time; and what a signer is told of the time stamp.</summary>
public sealed class LeaverDialogTests
{
    private const string CaseId = "0198c1d2-0000-7000-8000-000000000001", Leaver = "00000000-0000-4000-8000-000000000009", LiNa = "00000000-0000-4000-8000-000000000007",
        Statement = "0198c1d2-0000-7000-8000-000000000002", Bonus = "0198c1d2-0000-7000-8000-000000000003", Task = "0198c1d2-0000-7000-8000-000000000004";

    [Fact]
    public async Task A_leavers_tasks_go_to_somebody_else_and_what_stays_says_why()
    {
        var server = Server().On($"POST /api/people/{Leaver}/tasks/reroute", $$"""{"given":["{{Task}}"],"kept":[{"taskId":"{{Task}}","title":"签署交接单","code":"tasks.action.invalid","detail":"Expected …"}]}""");
        await using var context = Context(server, Permission.TasksProxy);
        var dialogs = context.Render<MudDialogProvider>();
        var panel = context.Render<CasePanel>(parameters => parameters.Add(p => p.CaseId, new Guid(CaseId)));
        panel.Markup.ShouldContain("张伟");
        panel.FindAll("#early-release").ShouldBeEmpty("that takes another permission");

        _ = panel.Find("#reroute").ClickAsync();
        await GiveAsync(dialogs, "交接完成");

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line.EndsWith("/reroute", StringComparison.Ordinal)).Body)!;
        ((string)sent["to"]!, (string)sent["reason"]!, sent["requestId"] is null).ShouldBe((LiNa, "交接完成", false));
        dialogs.Find("[role=status]").TextContent.ShouldContain("已转交 1 项，留下 1 项");
        dialogs.Find(".keptlist").TextContent.ShouldContain("签署交接单");
        await dialogs.Find("form").SubmitAsync();
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("张伟 的待办已转交给 李娜");
    }

    [Fact]
    public async Task Pay_is_asked_for_early_item_by_item_with_a_reason()
    {
        var server = Server().On($"POST /api/payroll/statements/{Statement}/early-release", """{"instanceId":"early-1"}""", HttpStatusCode.Accepted);
        await using var context = Context(server, Permission.PayRelease);
        var dialogs = context.Render<MudDialogProvider>();
        var panel = context.Render<CasePanel>(parameters => parameters.Add(p => p.CaseId, new Guid(CaseId)));
        panel.FindAll("#reroute").ShouldBeEmpty();

        _ = panel.Find("#early-release").ClickAsync();
        dialogs.FindAll(".early label").Single().TextContent.ShouldContain("绩效奖金");
        await dialogs.Find("#early-reason").InputAsync("子女就医");
        dialogs.Find("#ask-early").HasAttribute("disabled").ShouldBeTrue("nothing is picked yet");
        await dialogs.Find(".early input").ChangeAsync(true);
        await dialogs.Find("form").SubmitAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line.EndsWith("/early-release", StringComparison.Ordinal)).Body)!;
        (sent["items"]!.AsArray().Select(id => (string)id!).Single(), (string)sent["reason"]!).ShouldBe((Bonus, "子女就医"));
    }

    [Fact]
    public async Task A_proxy_is_named_with_a_reason_and_a_refusal_keeps_the_dialog()
    {
        var server = Server().On($"POST /api/tasks/{Task}/proxy", """{"code":"tasks.not-open","detail":"Expected …"}""", HttpStatusCode.Conflict);
        await using var context = Context(server, Permission.TasksProxy);
        var dialogs = context.Render<MudDialogProvider>();
        var l = context.Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<HrBpm.Designer.Texts.Words>>();
        var asked = dialogs.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().NameProxyAsync(context.Services.GetRequiredService<HrBpmClient>(), l, new Guid(Task), "张伟"));

        await GiveAsync(dialogs, "住院");
        dialogs.FindAll("[role=alert]").Count.ShouldBe(1);
        server.On($"POST /api/tasks/{Task}/proxy", "", HttpStatusCode.NoContent);
        await dialogs.Find("form").SubmitAsync();

        (await asked).ShouldBe("李娜");
        server.Asked.Where(one => one.Line.EndsWith("/proxy", StringComparison.Ordinal)).Select(one => (string)JsonNode.Parse(one.Body)!["requestId"]!).Distinct().Count().ShouldBe(1, "it is the same intention");
    }

    [Theory]
    [InlineData("tsa.example", "时间戳机构 tsa.example 加盖 RFC 3161 时间戳")]
    [InlineData(null, "没有时间戳机构证明")]
    public async Task A_signer_is_told_what_proves_the_time(string? authority, string said)
    {
        await using var context = Context(Server().On("GET /api/me/passkeys", "[]"), Permission.TasksComplete);
        var dialogs = context.Render<MudDialogProvider>();

        await dialogs.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<SignDialog>("签署", new DialogParameters { ["Document"] = new TaskDetails { ActivityName = "主管签署", Document = "…", Intent = "…", TimestampedBy = authority } }));

        dialogs.Find(".sign .right").TextContent.ShouldContain(said);
    }

    private static async Task GiveAsync(IRenderedComponent<MudDialogProvider> dialogs, string reason)
    {
        await dialogs.Find("#give-to").InputAsync("李娜");
        await dialogs.Find("[role=option]").ClickAsync();
        dialogs.Find("#give").HasAttribute("disabled").ShouldBeTrue("no reason is given yet");
        await dialogs.Find("#give-reason").InputAsync(reason);
        await dialogs.Find("form").SubmitAsync();
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/people", $$"""
            {"items":[{"id":"{{LiNa}}","name":"李娜","employeeNumber":"XK0005","userName":"li.na","email":"li.na@xinghe.example","branch":"上海分公司","department":"销售部","position":"销售经理","managerId":null,"isActive":true}],"total":1,"isTotalExact":true}
            """)
        .On($"GET /api/offboarding/{CaseId}", $$$"""
            {"id":"{{{CaseId}}}","number":"LZ-1","leaver":{"id":"{{{Leaver}}}","name":"张伟","employeeNumber":"XK0001","department":"销售部","position":"销售"},"receiver":{"id":"{{{LiNa}}}","name":"李娜","employeeNumber":"XK0005","department":"销售部","position":"经理"},
             "kind":"resignation","kindName":"辞职","waiver":"none","reason":"","noticeDate":"2026-11-01","legalEnd":"2026-12-01","lastWorkingDay":"2026-11-27","payThrough":"2026-12-01","stage":"clearance","stageName":"交接清算","stageSinceUtc":"2026-11-20T00:00:00Z","stageNote":null,"startedBy":"刘洋",
             "openedUtc":"2026-11-01T00:00:00Z","allCompleteUtc":null,"endedUtc":null,"clock":{"consentEndsUtc":null,"consentEndsBecause":null,"lastWorkingHourUtc":"2026-11-27T10:00:00Z","legalEndUtc":"2026-12-01T16:00:00Z","statutoryPayUtc":"2026-12-01T16:00:00Z","daysToLegalEnd":8,"socialInsuranceDueUtc":"2026-12-16T00:00:00Z"},"answer":null,"clearance":[],"handover":[],
             "pay":{"statementId":"{{{Statement}}}","caseId":"{{{CaseId}}}","caseNumber":"LZ-1","statutoryPayUtc":"2026-12-01T00:00:00Z","delayCost":null,"items":[
               {"id":"0198c1d2-0000-7000-8000-000000000005","kind":"wage","kindName":"工资","rule":"statutory","amountMinor":1200000,"currency":"CNY","state":"released","releases":true,"reason":"","basis":null,"releasedBy":null,"releasedUtc":null,"releaseId":null,"note":null},
               {"id":"{{{Bonus}}}","kind":"bonus","kindName":"绩效奖金","rule":"byPolicy","amountMinor":500000,"currency":"CNY","state":"held","releases":false,"reason":"等交接","basis":null,"releasedBy":null,"releasedUtc":null,"releaseId":null,"note":null}]},
             "damage":null,"certificate":null,"custom":{}}
            """);

    private static BunitContext Context(FakeServer server, params Permission[] permissions)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = Guid.NewGuid(), Name = "刘洋", UserName = "liu.yang", Permissions = [.. permissions] });
        return context;
    }
}
