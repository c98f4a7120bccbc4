using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Http;
using HrBpm.Workflows;
using Microsoft.Extensions.Options;
using WireMock.ResponseBuilders;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class HttpRequestTests
{
    private const string Flow = "Elsa.FlowSendHttpRequest", Embedded = "Elsa.SendHttpRequest";

    [Theory]
    [InlineData(200, "on 200")]
    [InlineData(404, "on 404")]
    [InlineData(418, "on Unmatched status code")]
    public async Task A_flow_goes_on_by_the_status_code(int status, string line)
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(status));
        await rig.RunAsync(Flow, ["200", "404", "Unmatched status code"], ("expectedStatusCodes", Codes("[200, 404]")));
        rig.Harness.Lines.ShouldBe([line]);
        rig.Outputs["statusCode"].ShouldBe(status);
    }

    [Fact]
    public async Task Any_status_is_done_while_none_is_expected()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(500));
        await rig.RunAsync(Flow, ["Done"]);
        rig.Harness.Lines.ShouldBe(["on Done"]);
    }

    [Fact]
    public async Task A_status_that_the_flow_has_no_way_for_is_an_incident()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(418));
        await rig.RunAsync(Flow, ["200"], ("expectedStatusCodes", Codes("[200]")));
        rig.Harness.Instance.Incidents.Single().Code.ShouldBe("http.status-unmatched");
        rig.Harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Suspended);
    }

    [Fact]
    public async Task A_connection_that_fails_is_for_the_flow_to_handle()
    {
        await using var rig = new HttpRequestRig();
        rig.Stop();
        await rig.RunAsync(Flow, ["Failed to connect", "Timeout"], ("expectedStatusCodes", Codes("[200]")));
        rig.Harness.Lines.ShouldBe(["on Failed to connect"]);
    }

    [Fact]
    public async Task A_connection_that_fails_is_an_incident_where_the_flow_does_not_handle_it()
    {
        await using var rig = new HttpRequestRig();
        rig.Stop();
        await rig.RunAsync(Flow, ["200", "Done"], ("expectedStatusCodes", Codes("[200]")));
        rig.Harness.Instance.Incidents.Single().Code.ShouldBe("http.unreachable");
        rig.Harness.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_for_the_flow_to_handle()
    {
        await using var rig = new HttpRequestRig(("TimeoutSeconds", "0.2"));
        rig.Answers(r => r.WithDelay(TimeSpan.FromMinutes(1)));
        await rig.RunAsync(Flow, ["Failed to connect", "Timeout"], ("expectedStatusCodes", Codes("[200]")));
        rig.Harness.Lines.ShouldBe(["on Timeout"]);
    }

    [Theory]
    [InlineData(200, "ok")]
    [InlineData(404, "unmatched")]
    public async Task An_embedded_activity_runs_before_the_request_is_done(int status, string line)
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(status));
        await rig.RunAsync(Embedded, ["Done"],
            ("expectedStatusCodes", new JsonArray(new JsonObject { ["statusCode"] = 200, ["activity"] = Say("ok") }, new JsonObject { ["statusCode"] = 201 })),
            ("unmatchedStatusCode", Say("unmatched")));
        rig.Harness.Lines.ShouldBe([line, "on Done"]);
        rig.Harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task An_embedded_activity_handles_a_connection_that_fails()
    {
        await using var rig = new HttpRequestRig();
        rig.Stop();
        await rig.RunAsync(Embedded, ["Done"], ("failedToConnect", Say("no line")));
        rig.Harness.Lines.ShouldBe(["no line", "on Done"]);
    }

    [Fact]
    public async Task The_request_carries_method_body_headers_and_the_key_of_its_visit()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(201));
        await rig.RunAsync(Flow, ["Done"], ("method", "post"), ("authorization", "Bearer abc"),
            ("content", Js("({ name: '李娜', days: 3 })")), ("requestHeaders", Js("({ 'X-One': 'a', 'X-Many': ['b', 'c'] })")));
        var sent = rig.Sent.ShouldHaveSingleItem();
        (sent.Method, sent.Body).ShouldBe(("POST", """{"name":"李娜","days":3}"""));
        sent.Headers!["Content-Type"].ShouldBe(["application/json; charset=utf-8"]);
        sent.Headers["Authorization"].ShouldBe(["Bearer abc"]);
        sent.Headers["X-One"].ShouldBe(["a"]);
        string.Join(", ", sent.Headers["X-Many"]).ShouldBe("b, c");
        sent.Headers["Idempotency-Key"].ShouldBe([$"{rig.Harness.InstanceId}-3"]);
    }

    [Fact]
    public async Task A_form_is_sent_as_a_form()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(200));
        await rig.RunAsync(Flow, ["Done"], ("method", "POST"), ("contentType", "application/x-www-form-urlencoded"), ("content", Js("({ a: 'x y', b: '&' })")));
        rig.Sent.Single().Headers!["Content-Type"].Single().ShouldStartWith("application/x-www-form-urlencoded");
        Encoding.UTF8.GetString(rig.Sent.Single().BodyAsBytes!).ShouldBe("a=x%20y&b=%26");
    }

    [Theory]
    [InlineData("application/json", """{"id":7}""", 7)]
    [InlineData("application/problem+json; charset=utf-8", """{"id":7}""", 7)]
    [InlineData("application/json", "no json", "no json")]
    [InlineData("text/plain", "7", "7")]
    public async Task An_answer_is_read_by_its_type(string type, string body, object expected)
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(200).WithHeader("Content-Type", type).WithBody(body));
        await rig.RunAsync(Flow, ["Done"]);
        var content = rig.Outputs["parsedContent"];
        (content is Dictionary<string, object?> members ? members["id"] : content).ShouldBe(expected);
        rig.Outputs["responseHeaders"].ShouldBeOfType<Dictionary<string, object?>>()["Content-Type"].ShouldBe(new List<object?> { type });
    }

    [Fact]
    public void An_answer_in_GBK_is_read_as_its_sender_meant_it()
    {
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes("离职证明");
        HttpBody.Read(gbk, new("text/plain") { CharSet = "gbk" }).ShouldBe("离职证明");
    }

    [Fact]
    public async Task A_system_that_cannot_answer_now_is_asked_again_before_the_flow_hears_of_it()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(503).WithHeader("Retry-After", "90"));
        var busy = await Should.ThrowAsync<ConnectorException>(() => rig.AttemptAsync(isLast: false, ("expectedStatusCodes", new List<object?> { 200 })));
        (busy.IsTransient, busy.RetryAfter).ShouldBe((true, TimeSpan.FromSeconds(90)));
        var (outcome, _) = await rig.AttemptAsync(isLast: true, ("expectedStatusCodes", new List<object?> { 200 }));
        outcome.ShouldBeOfType<JobOutcome.Completed>().Outcomes.ShouldBe(["Unmatched status code"]);
        rig.Sent.Select(s => s.Headers!["Idempotency-Key"].Single()).ShouldBe(["key-1", "key-1"]);
    }

    [Fact]
    public async Task A_status_that_the_flow_expects_is_not_asked_for_again()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(503));
        var (outcome, _) = await rig.AttemptAsync(isLast: false, ("expectedStatusCodes", new List<object?> { 503 }));
        outcome.ShouldBeOfType<JobOutcome.Completed>().Outcomes.ShouldBe(["503"]);
    }

    [Fact]
    public async Task What_is_kept_of_a_call_holds_no_secret()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(200).WithBody("you are top-secret-1 with top-secret-2 and top-secret-3"));
        var (_, calls) = await rig.AttemptAsync(isLast: true, ("url", $"{rig.Url}/orders?api_key=top-secret-1&page=2"), ("authorization", "Bearer top-secret-2"),
            ("requestHeaders", new Dictionary<string, object?> { ["X-Api-Key"] = "top-secret-3" }), ("method", "POST"), ("content", """{"password":"top-secret-4"}"""));
        var call = calls.ShouldHaveSingleItem();
        call.RequestLine.ShouldEndWith("/orders?api_key=***&page=2");
        call.ToString().ShouldNotContain("top-secret");
        call.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("ftp://example.com/x", "http.url-invalid")]
    [InlineData("/orders", "http.url-invalid")]
    [InlineData("https://user:secret@example.com/", "http.url-invalid")]
    public async Task An_address_that_is_none_is_an_incident(string url, string code)
    {
        await using var rig = new HttpRequestRig();
        var failed = (await rig.AttemptAsync(isLast: false, ("url", url))).Outcome.ShouldBeOfType<JobOutcome.Failed>();
        failed.Code.ShouldBe(code);
        failed.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("x-test", "a\r\nX-Admin: 1")]
    [InlineData("bad name", "a")]
    public async Task A_header_that_would_smuggle_another_is_an_incident(string name, string value)
    {
        await using var rig = new HttpRequestRig();
        var (outcome, _) = await rig.AttemptAsync(isLast: false, ("requestHeaders", new Dictionary<string, object?> { [name] = value }));
        outcome.ShouldBeOfType<JobOutcome.Failed>().Code.ShouldBe("http.request-invalid");
        rig.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_sent()
    {
        await using var rig = new HttpRequestRig(("LargestRequestBytes", "10"));
        (await rig.AttemptAsync(isLast: false, ("method", "POST"), ("content", "12345678901"))).Outcome.ShouldBeOfType<JobOutcome.Failed>().Code.ShouldBe("http.request-too-large");
        rig.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_not_kept()
    {
        await using var rig = new HttpRequestRig(("LargestAnswerBytes", "1000"));
        rig.Answers(r => r.WithStatusCode(200).WithBody(new string('x', 1001)));
        (await rig.AttemptAsync(isLast: false)).Outcome.ShouldBeOfType<JobOutcome.Failed>().Code.ShouldBe("http.answer-too-large");
    }

    [Fact]
    public async Task A_redirection_is_an_answer_and_is_not_followed()
    {
        await using var rig = new HttpRequestRig();
        rig.Answers(r => r.WithStatusCode(302).WithHeader("Location", $"{rig.Url}/elsewhere"));
        await rig.RunAsync(Flow, ["302"], ("expectedStatusCodes", Codes("[302]")));
        rig.Harness.Lines.ShouldBe(["on 302"]);
        rig.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task A_flow_cannot_reach_into_the_house(string url)
    {
        await using var rig = new HttpRequestRig(("AllowedNetworks:0", "192.0.2.0/24"), ("AllowedNetworks:1", "192.0.2.0/24"));
        (await rig.AttemptAsync(isLast: false, ("url", url))).Outcome.ShouldBeOfType<JobOutcome.Failed>().Code.ShouldBe("http.address-forbidden");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.2.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Only_public_addresses_and_those_of_the_settings_are_allowed(string address, bool isAllowed) =>
        new AddressGuard(Options.Create(new HttpOptions { AllowedNetworks = { "10.1.0.0/16" } })).Allows(IPAddress.Parse(address)).ShouldBe(isAllowed);

    private static JsonObject Codes(string json) => new() { ["typeName"] = "List<Int32>", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = json } };

    private static JsonObject Js(string script) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };

    private static JsonObject Say(string text) => new() { ["id"] = $"say {text}", ["type"] = "Elsa.WriteLine", ["text"] = text };
}
