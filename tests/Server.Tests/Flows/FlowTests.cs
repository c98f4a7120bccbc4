using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Flows;

/// <summary>Flows as people see them, the flows that they start, the board of leavers and the figures, on both databases.</summary>
public sealed class FlowTests(FlowServers flows) : IClassFixture<FlowServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_flow_is_seen_by_those_who_have_a_part_in_it_and_its_comments_by_them_alone(TestDatabase database)
    {
        var id = await flows.StartAsync(database, "zhang.wei");
        await flows.ApproveAsync(database, "li.na", id, "合同已核对");

        var mine = await ShowAsync(database, "zhang.wei", id);
        ((string)mine["flowName"]!, (bool)mine["isMine"]!, (bool)mine["canManage"]!, (bool)mine["canUrge"]!).ShouldBe(("用章申请", true, false, true));
        mine["steps"]!.AsArray().Select(s => $"{s!["stepId"]} {s["state"]}").ShouldBe(["form done", "manager done", "head waiting"]);
        mine["steps"]![1]!["ports"]!.AsArray().Select(p => (string)p!).ShouldBe(["Approved"]);
        mine["waiting"]!.AsArray().Select(w => $"{w!["step"]}: {w["person"]!["name"]}").ShouldBe(["部门负责人: 王强"]);
        mine["timeline"]!.AsArray().Select(m => $"{m!["what"]} {m["by"]?["name"]} {m["step"]} {m["outcome"]} {m["comment"]}").ShouldBe(["started 张伟   ", "decided 李娜 直属主管 Approved 合同已核对"]);
        mine["incidents"].ShouldBeNull("only those who see running instances see incidents");
        mine["picture"]!.ToJsonString().ShouldNotContain("请核对天数", Case.Sensitive, "the picture has nothing that only the execution needs");

        (await ShowAsync(database, "wang.qiang", id))["timeline"]![1]!["comment"]!.GetValue<string>().ShouldBe("合同已核对");
        var operated = await ShowAsync(database, "sun.lei", id);
        (operated["timeline"]![1]!["comment"], operated["incidents"]!.AsArray().Count).ShouldBe((null, 0));
        await (await (await flows.AsAsync(database, "chen.chen")).GetAsync($"/api/flows/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "flows.unknown");
        (await ListAsync(database, "chen.chen", "")).ShouldNotContain(id);
        (await ListAsync(database, "wang.qiang", "?step=head")).ShouldContain(id);
        (await ListAsync(database, "wang.qiang", "?step=manager")).ShouldNotContain(id);
        (await ListAsync(database, "sun.lei", $"?assignee={DemoIds.Of("wang.qiang")}&status=running&search={Uri.EscapeDataString("张伟")}")).ShouldContain(id);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task People_start_what_their_role_may_start_once_for_each_request_and_their_draft_goes_with_it(TestDatabase database)
    {
        var me = await flows.AsAsync(database, "chen.chen");
        var offered = (await me.GetFromJsonAsync<JsonArray>("/api/start"))!;
        offered.Select(f => (string)f!["definitionId"]!).ShouldBe([FlowServers.Request, "regularisation-standard", "transfer-standard", "leave-standard", "assets-issue-return"], ignoreOrder: true, "an offboarding is HR's to start, and the other one is for auditors");
        var request = offered.Single(f => (string)f!["definitionId"]! == FlowServers.Request)!;
        (request["form"]!.AsArray().Select(f => $"{f!["label"]} {f["required"]}").Single(), request["keys"]!.AsArray().Any(k => (string)k! == "yzsq")).ShouldBe(("事由 true", true));

        (await me.PutAsJsonAsync($"/api/start/{FlowServers.Request}/draft", new { answers = new { reason = "先写一半" } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await me.PutAsJsonAsync($"/api/start/{FlowServers.Request}/draft", new { answers = new { reason = "写完了" } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await me.GetFromJsonAsync<JsonArray>("/api/start-drafts"))!.Select(d => (string)d!["answers"]!["reason"]!).ShouldBe(["写完了"]);
        (await (await flows.AsAsync(database, "li.na")).GetFromJsonAsync<JsonArray>("/api/start-drafts"))!.ShouldBeEmpty("a draft is its writer's alone");

        await (await me.PostAsJsonAsync($"/api/start/{FlowServers.Request}", new { requestId = Guid.NewGuid(), answers = new { } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "start.answers.invalid");
        await (await me.PostAsJsonAsync("/api/start/for-auditors", new { requestId = Guid.NewGuid() })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "start.unknown");
        await (await (await flows.AsAsync(database, "liu.yang")).PostAsJsonAsync("/api/start/offboarding-standard", new { requestId = Guid.NewGuid() })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "start.has-own-page");
        var body = new { requestId = Guid.NewGuid(), answers = new { reason = "写完了" } };
        var ids = new List<string>();
        for (var n = 0; n < 2; n++) ids.Add((string)(await (await me.PostAsJsonAsync($"/api/start/{FlowServers.Request}", body)).Content.ReadFromJsonAsync<JsonObject>())!["instanceId"]!);
        ids.Distinct().Count().ShouldBe(1, "the same request again starts nothing again");
        (await me.GetFromJsonAsync<JsonArray>("/api/start-drafts"))!.ShouldBeEmpty();
        var started = (await me.GetFromJsonAsync<JsonObject>("/api/started"))!["items"]![0]!;
        ((string)started["instanceId"]!, (string)started["flowName"]!, (int)started["doneSteps"]!, (int)started["allSteps"]!).ShouldBe((ids[0], "用章申请", 0, 2));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_condition_says_which_way_it_went_and_by_which_value_to_those_with_a_part_in_the_flow(TestDatabase database)
    {
        var me = await flows.AsAsync(database, "zhang.wei");
        var answers = new { kind = "年假", period = new { from = "2027-03-01", to = "2027-03-05" }, reason = "回家" };
        var started = await me.PostAsJsonAsync("/api/start/leave-standard", new { requestId = Guid.NewGuid(), answers });
        started.StatusCode.ShouldBe(HttpStatusCode.Created, await started.Content.ReadAsStringAsync());
        var id = (string)(await started.Content.ReadFromJsonAsync<JsonObject>())!["instanceId"]!;
        (await ShowAsync(database, "zhang.wei", id))["decisions"]!.AsArray().ShouldBeEmpty("nothing was decided yet");
        await flows.ApproveAsync(database, "li.na", id, "好");

        var mine = await ShowAsync(database, "zhang.wei", id);
        var decided = mine["decisions"]!.AsArray().Single()!;
        ((string)decided["stepId"]!, (string)decided["outcomes"]![0]!).ShouldBe(("overThree", "超过 3 天"));
        decided["values"]!.AsArray().Select(v => $"{v!["name"]}={v["text"]}").ShouldBe(["days=5"]);
        var said = mine["picture"]!["activities"]!.AsArray().Single(a => (string)a!["id"]! == "overThree")!;
        said["customProperties"]!["conditions"]!["超过 3 天"]!["tree"]!["parts"]![0]!["value"]!.GetValue<string>().ShouldBe("3");
        (await ShowAsync(database, "sun.lei", id))["decisions"]![0]!["values"]!.AsArray().ShouldBeEmpty("whoever only looks on sees the way, not the values");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_the_audit_trail_has_of_a_flow_is_shown_and_exported_to_those_who_may_read_it(TestDatabase database)
    {
        var id = await flows.StartAsync(database, "zhang.wei");
        await flows.ApproveAsync(database, "li.na", id, "合同已核对");
        await (await flows.OnAsync(database)).Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);
        var auditor = await flows.AsAsync(database, "zhao.min");

        var page = (await auditor.GetFromJsonAsync<JsonObject>($"/api/audit/flows/{id}/entries"))!;
        var entries = page["items"]!.AsArray();
        entries.Select(e => (string)e!["action"]!).ShouldBeSubsetOf(["workflows.run", "tasks.approve", "connectors.call"]);
        var approved = entries.Single(e => (string)e!["action"]! == "tasks.approve")!;
        ((string)approved["by"]!, (string)approved["data"]!["comment"]!, ((string)approved["hash"]!).Length).ShouldBe(("李娜", "合同已核对", 64));
        entries.ShouldAllBe(e => e!["position"] != null);
        var proof = (await auditor.GetFromJsonAsync<JsonObject>($"/api/audit/entries/{approved["id"]}/proof"))!;
        ((string)proof["leafHash"]!, (long)proof["index"]!).ShouldBe(((string)approved["hash"]!, (long)approved["position"]!));
        var file = await auditor.GetStringAsync($"/api/audit/flows/{id}/entries/export?format=csv");
        (entries.Count, entries.Count(e => file.Contains((string)e!["hash"]!, StringComparison.Ordinal))).ShouldBe(((int)page["total"]!, entries.Count));
        ((bool)(await ShowAsync(database, "zhao.min", id))["seesAudit"]!, (bool)(await ShowAsync(database, "zhang.wei", id))["seesAudit"]!).ShouldBe((true, false));
        await (await (await flows.AsAsync(database, "zhang.wei")).GetAsync($"/api/audit/flows/{id}/entries")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        await (await (await flows.AsAsync(database, "kang.ning")).GetAsync($"/api/audit/flows/{id}/entries")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "audit.flow-unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_board_says_who_still_owes_what_and_shows_pay_to_those_who_may_see_it(TestDatabase database)
    {
        var id = await flows.ResignAsync(database, "zhou.ting", "wu.jing");

        var card = await CardAsync(database, "liu.yang", id);
        ((string)card["leaverName"]!, (int)card["daysToLegalEnd"]!, (string)card["stage"]!, (bool)card["hasCertificate"]!).ShouldBe(("周婷", 30, "acknowledgement", false));
        var step = card["steps"]!.AsArray().Single()!;
        ((string)step["stepId"]!, (bool)step["isOpen"]!, step["owedBy"]!.AsArray().Count).ShouldBe(("manager", true, 1));
        (card["payItems"], card["payHeld"]).ShouldBe((null, null));
        (await CardAsync(database, "wu.jing", id)).ShouldNotBeNull("whoever takes over sees the case");
        (await (await flows.AsAsync(database, "chen.chen")).GetFromJsonAsync<JsonObject>("/api/offboarding/board"))!["cards"]!.AsArray().ShouldNotContain(c => (string)c!["id"]! == id);
        ((string)(await ShowAsync(database, "wu.jing", id))["offboarding"]!["number"]!).ShouldStartWith("LZ-");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Figures_are_those_of_the_flows_that_the_viewer_may_see(TestDatabase database)
    {
        var server = await flows.OnAsync(database);
        var (before, none) = (await FiguresAsync(database, "sun.lei"), await FiguresAsync(database, "chen.chen"));
        var first = await flows.StartAsync(database, "zhang.wei");
        server.Clock.Advance(TimeSpan.FromHours(2));
        await flows.ApproveAsync(database, "li.na", first, "好");
        await flows.StartAsync(database, "zhang.wei");
        server.Clock.Advance(TimeSpan.FromDays(3));

        var after = await FiguresAsync(database, "sun.lei");
        ((int)after["running"]! - (int)before["running"]!).ShouldBe(2);
        ((int)after["late"]!).ShouldBeGreaterThan((int)before["late"]!, "the second one is due within two days");
        after["bottlenecks"]!.AsArray().ShouldContain(b => (string)b!["step"]! == "直属主管" && (string)b["flowName"]! == "用章申请");
        after["workloads"]!.AsArray().ShouldContain(w => (string)w!["person"]!["name"]! == "李娜" && (int)w["late"]! > 0);
        ((int)(await FiguresAsync(database, "chen.chen"))["running"]!).ShouldBe((int)none["running"]!, "they are nobody's whom this person looks after");
        await (await (await flows.AsAsync(database, "sun.lei")).GetAsync("/api/dashboard?weeks=0")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "dashboard.weeks.invalid");
    }

    private async Task<JsonObject> ShowAsync(TestDatabase database, string person, string id) => (await (await flows.AsAsync(database, person)).GetFromJsonAsync<JsonObject>($"/api/flows/{id}"))!;

    private async Task<List<string>> ListAsync(TestDatabase database, string person, string query) =>
        [.. (await (await flows.AsAsync(database, person)).GetFromJsonAsync<JsonObject>($"/api/flows{query}"))!["items"]!.AsArray().Select(f => (string)f!["id"]!)];

    private async Task<JsonObject> FiguresAsync(TestDatabase database, string person) => (await (await flows.AsAsync(database, person)).GetFromJsonAsync<JsonObject>("/api/dashboard"))!;

    private async Task<JsonObject> CardAsync(TestDatabase database, string person, string id) =>
        (await (await flows.AsAsync(database, person)).GetFromJsonAsync<JsonObject>("/api/offboarding/board"))!["cards"]!.AsArray().Single(c => (string)c!["id"]! == id)!.AsObject();
}
