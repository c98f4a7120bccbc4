using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Stimuli;

public sealed class HttpEndpointRuns
{
    [Theory]
    [InlineData("orders", "/orders")]
    [InlineData("/Orders/{id}/Lines/", "/orders/{}/lines")]
    [InlineData("orders/{id?}", "/orders/{} /orders")]
    [InlineData("/", "/")]
    [InlineData("orders/{id:int}", "/orders/{**}")]
    [InlineData("Files/{folder}/{**rest}", "/files/{**}")]
    [InlineData("{lang=zh}/x", "/{**}")]
    [InlineData("codes/{code:regex(^\\d{{2}}/\\d$)}", "/codes/{**}")]
    [InlineData("files/{name}.{ext?}", "/files/{**}")]
    [InlineData("a/b/c/d/e/f/g/h/I", "/a/b/c/d/e/f/g/h/i")]
    [InlineData("a/b/c/d/e/f/g/h/{i}", "/a/b/c/d/e/f/g/h/{**}")]
    public void A_route_is_known_by_its_shape(string path, string shapes) => string.Join(' ', HttpRoute.Read(path).Shapes).ShouldBe(shapes);

    [Theory]
    [InlineData("")]
    [InlineData("orders/{id")]
    [InlineData("orders/{}")]
    [InlineData("orders/{id:whole}")]
    [InlineData("orders/{id:range(1)}")]
    [InlineData("orders/{id:regex([)}")]
    [InlineData("orders/{**rest}/more")]
    [InlineData("orders/x{**rest}")]
    [InlineData("orders/{a}{b}")]
    [InlineData("orders/{a=1?}")]
    [InlineData("orders/{id}/{ID}")]
    [InlineData("orders/{id?}/lines")]
    [InlineData("orders?x=1")]
    public void A_path_that_cannot_be_matched_is_refused(string path) => Should.Throw<ExpressionException>(() => HttpRoute.Read(path)).Code.ShouldStartWith("http-endpoint.path-");

    [Fact]
    public void A_request_prefers_the_route_with_the_fewest_parameters()
    {
        var shapes = HttpRoute.ShapesOf("Orders/7");
        shapes[0].ShouldBe("/orders/7");
        shapes[3].ShouldBe("/{}/{}");
        shapes.ShouldContain("/orders/{}");
        shapes.Skip(4).ShouldBe(["/{**}", "/orders/{**}", "/orders/7/{**}"]);
    }

    [Fact]
    public async Task An_endpoint_in_a_flow_waits_for_each_of_its_methods_and_is_used_once()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Endpoint("orders/{id}", """["POST","put"]"""), Line("after")], ["endpoint>after"]));
        harness.Waiting.ShouldBe("endpoint, endpoint");
        harness.WaitingAt("endpoint").Select(b => b.Hash).ShouldBe([.. new[] { "POST", "PUT" }.Select(m => HttpEndpointDemand.HashesOf(m, "orders/7").Single(harness.WaitingAt("endpoint").Select(b => b.Hash).Contains))]);

        await harness.ResumeAsync("endpoint", new Dictionary<string, object?> { ["parsedContent"] = "hello", ["routeData"] = new Dictionary<string, object?> { ["id"] = "7" } });

        harness.Instance.ActivityOutputs.Single().Value["parsedContent"].ShouldBe("hello");
        harness.Lines.ShouldBe(["after"]);
        harness.Instance.Bookmarks.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_that_starts_instances_is_known_when_its_definition_is_published()
    {
        await using var harness = new WorkflowHarness();
        var endpoint = Endpoint("orders", "[]", ("authorize", true), ("policy", "WorkflowsManage"), ("requestTimeout", "00:00:05"), ("requestSizeLimit", 1000));
        endpoint["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        var definition = harness.Kept.Publish("wf", Chart([endpoint], []));
        var trigger = (await harness.Services.GetRequiredService<TriggerReader>().ReadAsync(definition, harness.Clock.NowUtc, CancellationToken.None)).Single();
        trigger.Stimulus.Hash.ShouldBe(HttpEndpointDemand.HashesOf("GET", "/Orders")[0]);
        HttpEndpointDemand.Read(trigger.Stimulus.Payload)
            .ShouldBe(new HttpEndpointDemand("orders", "get") { Authorize = true, Policy = "WorkflowsManage", RequestTimeout = TimeSpan.FromSeconds(5), RequestSizeLimit = 1000 });
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("Created", 201)]
    [InlineData("418", 418)]
    public async Task A_response_is_kept_in_the_history(string? status, int expected)
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Node("answer", "Elsa.WriteHttpResponse", ("statusCode", status), ("content", JavaScript("({ ok: true })")), ("contentType", "application/json"),
            ("responseHeaders", Expression("Object", "HttpHeaders", """{"X-One":"1"}""")))], []));
        var written = harness.Events.OfType<HttpResponseWritten>().Single();
        (written.StatusCode, written.ContentType, written.Headers["X-One"]).ShouldBe((expected, "application/json", "1"));
        written.Content.ShouldBeOfType<Dictionary<string, object?>>()["ok"].ShouldBe(true);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("Continue")]
    [InlineData("fine")]
    public async Task A_status_that_is_none_is_an_incident(string status)
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Node("answer", "Elsa.WriteHttpResponse", ("statusCode", status))], []));
        harness.Instance.Incidents.Single().Code.ShouldBe("http-response.status-invalid");
    }

    private static JsonObject Endpoint(string path, string methods, params (string Name, JsonNode? Value)[] more) =>
        Node("endpoint", "Elsa.HttpEndpoint", [("path", path), ("supportedMethods", Expression("Object", "String[]", methods)), .. more]);
}
