using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Requests to <c>/workflows/…</c> start and resume instances, and are answered with what the run wrote.</summary>
public sealed class HttpEndpointTests(WorkflowServers servers) : IClassFixture<WorkflowServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_request_starts_an_instance_and_gets_the_answer_that_its_run_wrote(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "greets", Starts("greet/{name}", "POST"),
            Answer("201", "({ hello: getOutputFrom('endpoint', 'RouteData').name, days: getOutputFrom('endpoint', 'ParsedContent').days, page: getOutputFrom('endpoint', 'QueryStringData').page })", """{"X-Flow":"yes","Set-Cookie":"hrbpm=stolen"}"""));

        var answer = await server.Server.Client().PostAsJsonAsync("/workflows/Greet/LiNa?page=2", new { days = 3 });

        ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((201, """{"hello":"LiNa","days":3,"page":"2"}"""));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        answer.Headers.GetValues("X-Flow").ShouldBe(["yes"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox"]);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var started = await server.ReadAsync(db => db.WorkflowInstances.SingleAsync(i => i.DefinitionId == "greets"));
        (started.CompanyId, started.SubStatus).ShouldBe((WorkflowServer.Company, InstanceSubStatus.Finished));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_request_resumes_the_instance_that_waits_for_it_once(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("confirms", Endpoint("confirm/{code}", "PUT"), Answer("200", "'thanks ' + getOutputFrom('endpoint', 'RouteData').code", "{}")));
        var id = await server.StartInstanceAsync("confirms");
        var client = server.Server.Client();

        var answer = await client.PutAsync("/workflows/confirm/42", null);
        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, "thanks 42"));
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);

        await ProblemAsync(await client.PutAsync("/workflows/confirm/42", null), 404, "endpoints.unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_run_that_writes_no_answer_is_accepted_while_it_waits_and_has_no_content_when_it_ended(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "silent-waits", Starts("silent/waits", "POST"), TestFlow.Event("never"));
        await PublishAsync(server, "silent-ends", Starts("silent/ends", "POST"), TestFlow.Line("said", "done"));
        var client = server.Server.Client();

        (await client.PostAsync("/workflows/silent/waits", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await client.PostAsync("/workflows/silent/ends", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_nobody_answers_or_more_than_one_does_is_a_problem_and_starts_nothing(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "twin-1", Starts("twin", "GET"));
        await PublishAsync(server, "twin-2", Starts("twin", "GET"));
        var client = server.Server.Client();

        await ProblemAsync(await client.GetAsync("/workflows/nowhere"), 404, "endpoints.unknown");
        await ProblemAsync(await client.DeleteAsync("/workflows/twin"), 404, "endpoints.unknown");
        await ProblemAsync(await client.GetAsync("/workflows/twin"), 409, "endpoints.ambiguous");
        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId.StartsWith("twin")))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_literal_path_is_preferred_to_a_parameter(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "any-item", Starts("items/{id}", "GET"), Answer("200", "'any'", "{}"));
        await PublishAsync(server, "new-item", Starts("items/new", "GET"), Answer("200", "'new'", "{}"));
        var client = server.Server.Client();

        (await client.GetStringAsync("/workflows/items/new")).ShouldBe("new");
        (await client.GetStringAsync("/workflows/items/7")).ShouldBe("any");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_endpoint_for_authorised_people_asks_who_it_is_and_what_they_may(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "for-admins", Starts("admins", "GET", ("authorize", true), ("policy", "WorkflowsManage")), Answer("200", "'welcome'", "{}"));
        await PublishAsync(server, "for-nobody", Starts("nobody", "GET", ("authorize", true), ("policy", "NoSuchPermission")));

        await ProblemAsync(await server.Server.Client().GetAsync("/workflows/admins"), 401, "sign-in.required");
        await ProblemAsync(await (await server.Server.SignInAsync("liu.yang")).GetAsync("/workflows/admins"), 403, "endpoints.forbidden");
        var admin = await server.Server.SignInAsync("xu.nuo");
        (await admin.GetStringAsync("/workflows/admins")).ShouldBe("welcome");
        await ProblemAsync(await admin.GetAsync("/workflows/nobody"), 403, "endpoints.forbidden");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_belongs_to_all_companies_runs_in_the_company_of_whoever_calls(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("everybodys", Starts("everybodys", "GET")));

        await ProblemAsync(await server.Server.Client().GetAsync("/workflows/everybodys"), 401, "sign-in.required");
        (await (await server.Server.SignInAsync("liu.yang")).GetAsync("/workflows/everybodys")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await server.ReadAsync(db => db.WorkflowInstances.SingleAsync(i => i.DefinitionId == "everybodys"))).CompanyId.ShouldBe(WorkflowServer.Company);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_body_beyond_the_limit_of_its_endpoint_starts_nothing(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "small", Starts("small", "POST", ("requestSizeLimit", 10)));
        var client = server.Server.Client();

        await ProblemAsync(await client.PostAsync("/workflows/small", new StringContent("12345678901")), 413, "endpoints.request-too-large");
        await ProblemAsync(await client.PostAsync("/workflows/small", new MultipartFormDataContent { { new StringContent("x"), "x" } }), 415, "endpoints.multipart");
        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId == "small"))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_flow_that_met_an_incident_is_an_error_that_tells_a_stranger_nothing(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "breaks", Starts("breaks", "GET"), TestFlow.Node("fault", "Elsa.Fault", ("message", "the secret of the house")));
        var answer = await server.Server.Client().GetAsync("/workflows/breaks");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        await ProblemAsync(answer, 500, "endpoints.flow-faulted");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_comes_with_a_request_is_kept_without_its_session(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "keeps", Starts("keeps", "POST"));
        var client = await server.Server.SignInAsync("liu.yang");
        client.DefaultRequestHeaders.Add("X-Asked", "yes");
        client.DefaultRequestHeaders.Add("Authorization", "Basic aHVzaA==");
        client.DefaultRequestHeaders.Add("X-Api-Key", "hush");

        (await client.PostAsync("/workflows/keeps", new FormUrlEncodedContent(new Dictionary<string, string> { ["a"] = "1 2" }))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var row = await server.ReadAsync(db => db.WorkflowInstances.SingleAsync(i => i.DefinitionId == "keeps"));
        var outputs = (await server.InstanceAsync(row.Id)).ActivityOutputs.Values.Single();
        ((Dictionary<string, object?>)outputs["parsedContent"]!)["a"].ShouldBe("1 2");
        var headers = (Dictionary<string, object?>)outputs["headers"]!;
        headers["X-Asked"].ShouldBe("yes");
        headers.Keys.ShouldNotContain("Cookie");
        (headers["Authorization"], headers["X-Api-Key"]).ShouldBe(("***", "***"));
        row.Initiator.ShouldNotBeEmpty();
    }

    private static JsonObject Endpoint(string path, string method, params (string Name, JsonNode? Value)[] more) => TestFlow.Node("endpoint", "Elsa.HttpEndpoint",
        [("path", path), ("supportedMethods", Wrap("Object", "String[]", $"[\"{method}\"]")), .. more]);

    private static JsonObject Starts(string path, string method, params (string Name, JsonNode? Value)[] more) => TestFlow.Starts(Endpoint(path, method, more));

    private static JsonObject Answer(string status, string script, string headers) => TestFlow.Node("answer", "Elsa.WriteHttpResponse",
        ("statusCode", status), ("content", Wrap("JavaScript", "Object", script)), ("responseHeaders", Wrap("Object", "HttpHeaders", headers)));

    private static JsonObject Wrap(string type, string typeName, string value) => new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    // Published for one company, as a company's own flow is.
    private static async Task PublishAsync(WorkflowServer server, string definitionId, params JsonObject[] activities)
    {
        var json = JsonNode.Parse(TestFlow.Sequence(definitionId, activities))!;
        json["options"] = new JsonObject();
        await server.PublishAsync(json.ToJsonString());
        await server.ReadAsync(db => db.DefinitionVersions.Where(d => d.DefinitionId == definitionId).ExecuteUpdateAsync(u => u.SetProperty(d => d.OwnerId, WorkflowServer.Company)));
        await server.ReadAsync(db => db.WorkflowTriggers.Where(t => t.DefinitionId == definitionId).ExecuteUpdateAsync(u => u.SetProperty(t => t.OwnerId, WorkflowServer.Company)));
    }

    private static async Task ProblemAsync(HttpResponseMessage answer, int status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, body);
        JsonNode.Parse(body)!["code"]!.GetValue<string>().ShouldBe(code);
    }
}
