using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Tests.Offboarding;

public sealed class StartTests
{
    private static readonly ScenarioStart Resignation = new("liu.yang", "zhang.wei", "chen.chen", "resignation", "none", 0, 30, 20, 30, "个人发展");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_request_sent_twice_starts_one_case(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        var body = Body(server, Resignation);
        var first = await ReadAsync(await PostAsync(hr, body), HttpStatusCode.Created);
        var second = await ReadAsync(await PostAsync(hr, body), HttpStatusCode.Created);
        ((string)second["id"]!).ShouldBe((string)first["id"]!);
        (await CountAsync(hr)).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_requests_for_one_leaver_at_once_one_is_refused(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (liu, zhao) = (await server.SignInAsync("liu.yang"), await server.SignInAsync("zhao.min"));
        var answers = await Task.WhenAll(PostAsync(liu, Body(server, Resignation)), PostAsync(zhao, Body(server, Resignation)));
        answers.Select(answer => answer.StatusCode).Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        (await CodeAsync(answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict))).ShouldBe("offboarding.already-open");
        (await CountAsync(liu)).ShouldBe(1);
    }

    [Fact]
    public async Task Bad_input_is_refused_in_a_sentence_and_changes_nothing()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var hr = await server.SignInAsync("liu.yang");
        (ScenarioStart Start, HttpStatusCode Status, string Code)[] wrong =
        [
            (Resignation with { NoticeInDays = -1 }, HttpStatusCode.BadRequest, "offboarding.notice-past.invalid"),
            (Resignation with { LegalEndInDays = 29 }, HttpStatusCode.BadRequest, "offboarding.notice-too-short.invalid"),
            (Resignation with { LastWorkingDayInDays = 31 }, HttpStatusCode.BadRequest, "offboarding.last-day-after-legal-end.invalid"),
            (Resignation with { PayThroughInDays = 31 }, HttpStatusCode.BadRequest, "offboarding.pay-through.invalid"),
            (Resignation with { Receiver = "zhang.wei" }, HttpStatusCode.BadRequest, "offboarding.receiver-is-leaver.invalid"),
            (Resignation with { Receiver = "nobody" }, HttpStatusCode.NotFound, "offboarding.receiver.unknown"),
            (Resignation with { Leaver = "nobody" }, HttpStatusCode.NotFound, "offboarding.leaver.unknown"),
            (Resignation with { Leaver = "bai.xue" }, HttpStatusCode.NotFound, "offboarding.leaver.unknown"),
            (Resignation with { Reason = " " }, HttpStatusCode.BadRequest, "offboarding.reason.invalid"),
            (Resignation with { Waiver = "payInLieu" }, HttpStatusCode.BadRequest, "offboarding.waiver.invalid"),
        ];
        foreach (var (start, status, code) in wrong)
        {
            var answer = await PostAsync(hr, Body(server, start));
            answer.StatusCode.ShouldBe(status, code);
            (await CodeAsync(answer)).ShouldBe(code);
        }
        var unknown = Body(server, Resignation);
        unknown["colour"] = "red";
        (await PostAsync(hr, unknown)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var wrongType = Body(server, Resignation);
        wrongType["legalEnd"] = "soon";
        (await PostAsync(hr, wrongType)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CountAsync(hr)).ShouldBe(0);
    }

    [Fact]
    public async Task A_case_is_seen_by_those_whom_it_concerns_and_pay_by_fewer()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var hr = await server.SignInAsync("liu.yang");
        var id = (string)(await ReadAsync(await PostAsync(hr, Body(server, Resignation)), HttpStatusCode.Created))["id"]!;
        foreach (var seeing in new[] { "zhang.wei", "chen.chen", "li.na", "wang.qiang", "zhao.min" })
            (await StatusAsync(server, seeing, $"/api/offboarding/{id}")).ShouldBe(HttpStatusCode.OK, seeing);
        foreach (var blind in new[] { "he.jing", "deng.chao", "jia.ling" })
            (await StatusAsync(server, blind, $"/api/offboarding/{id}")).ShouldBe(HttpStatusCode.NotFound, blind);
        foreach (var mayNot in new[] { "zhang.wei", "li.na", "liu.yang" })
            (await StatusAsync(server, mayNot, "/api/payroll/statements")).ShouldBe(HttpStatusCode.Forbidden, mayNot);
        (await StatusAsync(server, "feng.xue", "/api/payroll/statements")).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(await server.SignInAsync("zhang.wei"), Body(server, Resignation))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task There_is_no_certificate_before_the_legal_end()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var hr = await server.SignInAsync("liu.yang");
        var id = (string)(await ReadAsync(await PostAsync(hr, Body(server, Resignation)), HttpStatusCode.Created))["id"]!;
        var answer = await hr.GetAsync($"/api/offboarding/{id}/certificate");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeAsync(answer)).ShouldBe("offboarding.certificate.unknown");
    }

    private static JsonObject Body(HrBpmServer server, ScenarioStart start) =>
        start.ToBody(Guid.NewGuid(), WorkingHour.DayOf(server.Clock.GetUtcNow().UtcDateTime, "Asia/Shanghai"), DemoIds.Of);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, JsonObject body) => client.PostAsJsonAsync("/api/offboarding", body);

    private static async Task<HttpStatusCode> StatusAsync(HrBpmServer server, string userName, string path) => (await (await server.SignInAsync(userName)).GetAsync(path)).StatusCode;

    private static async Task<int> CountAsync(HttpClient client) => (int)(await ReadAsync(await client.GetAsync("/api/offboarding"), HttpStatusCode.OK))["total"]!;

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"];

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!;
    }
}
