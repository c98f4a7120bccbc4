using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Flows;

/// <summary>The ready flows over HTTP: one of them from its form to its copies, and the gallery.</summary>
public sealed class ReadyFlowTests(FlowServers flows) : IClassFixture<FlowServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leave_is_checked_by_its_form_approved_and_copied(TestDatabase database)
    {
        var me = await flows.AsAsync(database, "zhang.wei");
        async Task<HttpResponseMessage> StartAsync(object answers) => await me.PostAsJsonAsync("/api/start/leave-standard", new { requestId = Guid.NewGuid(), answers });

        await (await StartAsync(new { kind = "年假", period = new { from = "2026-12-01", to = "2026-12-02" }, hospital = "市一", reason = "回家" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "start.answers.invalid");
        await (await StartAsync(new { kind = "病假", period = new { from = "2026-12-01", to = "2026-12-03" }, reason = "发烧" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "start.answers.invalid");
        var started = await StartAsync(new { kind = "病假", period = new { from = "2026-12-01", to = "2026-12-03" }, days = 99, hospital = "市一", reason = "发烧" });
        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (string)(await started.Content.ReadFromJsonAsync<JsonObject>())!["instanceId"]!;

        var manager = await flows.AsAsync(database, "li.na");
        var task = (await manager.GetFromJsonAsync<JsonObject>("/api/tasks"))!["items"]!.AsArray().Single(t => (string)t!["instanceId"]! == id)!;
        ((string)task["title"]!).ShouldBe("请假：病假 3 天", "the server counts the days, whatever was sent");
        (await manager.PostAsJsonAsync($"/api/tasks/{task["id"]}/complete", new { action = "approve" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        ((string)(await me.GetFromJsonAsync<JsonObject>($"/api/flows/{id}"))!["status"]!).ShouldBe("Finished", StringCompareShould.IgnoreCase);
        var hr = await flows.AsAsync(database, "liu.yang");
        var copy = (await hr.GetFromJsonAsync<JsonObject>("/api/task-copies"))!["items"]!.AsArray().Single(c => (string)c!["instanceId"]! == id)!;
        ((string)copy["title"]!).ShouldBe("请假已批准：病假 3 天");
        var read = (await hr.GetFromJsonAsync<JsonObject>($"/api/tasks/{copy["taskId"]}"))!;
        (read["allowedActions"]!.AsArray().Count, (string)read["data"]!["就诊医院"]!).ShouldBe((0, "市一"));
        (await me.GetFromJsonAsync<JsonObject>("/api/tasks?list=done"))!["items"]!.AsArray().ShouldNotContain(t => (string)t!["instanceId"]! == id, "being told is nothing that one did");
    }

    [Fact]
    public async Task A_ready_flow_becomes_a_draft_of_the_companys_own()
    {
        var designer = await flows.AsAsync(TestDatabase.Sqlite, "xu.nuo");
        (await designer.GetFromJsonAsync<JsonArray>("/api/gallery"))!.Select(f => (string)f!["name"]!).ShouldBe(["入职", "转正", "调岗", "请假", "资产领用与归还", "标准离职流程", "工资放款", "教师交接"]);

        var made = (await (await designer.PostAsJsonAsync("/api/gallery/onboarding-standard/use", new { })).Content.ReadFromJsonAsync<JsonObject>())!;
        var again = (await (await designer.PostAsJsonAsync("/api/gallery/onboarding-standard/use", new { })).Content.ReadFromJsonAsync<JsonObject>())!;
        ((string)made["name"]!, (string)again["name"]!).ShouldBe(("入职", "入职 2"));
        var draft = (await designer.GetFromJsonAsync<JsonObject>($"/elsa/api/workflow-definitions/{made["definitionId"]}"))!;
        ((bool)draft["isPublished"]!, draft["customProperties"]!["gallery"]).ShouldBe((false, null));
        await (await designer.PostAsJsonAsync("/api/gallery/nothing/use", new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "gallery.unknown");
        (await (await flows.AsAsync(TestDatabase.Sqlite, "zhang.wei")).GetAsync("/api/gallery")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
