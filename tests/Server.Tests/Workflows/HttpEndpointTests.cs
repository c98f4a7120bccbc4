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
        await ProblemAsync(await client.PostAsync("/workflows/small", new MultipartContent("mixed") { new StringContent("x") }), 415, "endpoints.multipart");
        await ProblemAsync(await client.PostAsync("/workflows/small", Form(("a.txt", "text/plain", "x"))), 413, "endpoints.request-too-large");
        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId == "small"))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Uploaded_files_are_kept_with_the_instance_over_a_wait(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "takes-files", Starts("files/take", "POST"), TestFlow.Event("go-on"),
            TestFlow.Node("say", "Elsa.WriteLine", ("text", Wrap("JavaScript", "String", "let f = getOutputFrom('endpoint', 'Files'); let o = getOutputFrom('endpoint', 'File'); return [f.length, o.Name, o.FileName, o.ContentType, o.Length, bytesToString(o.Content), f[1].FileName, getOutputFrom('endpoint', 'ParsedContent').who].join('|')"))));

        var form = Form(("报告.txt", "text/plain", "hello"), ("b.bin", "application/x-b", "\0"));
        form.Add(new StringContent("李娜"), "who");
        (await server.Server.Client().PostAsync("/workflows/files/take", form)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var row = await server.ReadAsync(db => db.WorkflowInstances.SingleAsync(i => i.DefinitionId == "takes-files"));
        var bookmark = (await server.BookmarksAsync(row.Id)).Single();
        (await server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None)).ShouldBeNull();
        var events = await server.ReadAsync(async db => InstanceJson.ReadEvents((await db.WorkflowRuns.SingleAsync(r => r.InstanceId == row.Id && r.Number == 2)).Events));
        events.OfType<LineWritten>().Single().Text.ShouldBe("2|file|报告.txt|text/plain|5|hello|b.bin|李娜");
    }

    [Theory]
    [InlineData("long.txt", "text/plain", "123456", 413, "endpoints.file-too-large")]
    [InlineData("a.exe", "text/plain", "1", 415, "endpoints.file-extension")]
    [InlineData("a.txt", "application/pdf", "1", 415, "endpoints.file-type")]
    public async Task A_file_that_an_endpoint_does_not_want_starts_nothing(string name, string type, string content, int status, string code)
    {
        var server = await servers.OnAsync(TestDatabase.Sqlite);
        var id = $"picky-{code.Split('.')[1]}";
        await PublishAsync(server, id, Starts(id, "POST", ("fileSizeLimit", 5), ("allowedFileExtensions", Wrap("Object", "String[]", """["txt"]""")), ("allowedMimeTypes", Wrap("Object", "String[]", """["text/*"]"""))));

        await ProblemAsync(await server.Server.Client().PostAsync($"/workflows/{id}", Form((name, type, content))), status, code);

        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId == id))).ShouldBe(0);
        (await server.Server.Client().PostAsync($"/workflows/{id}", Form(("a.TXT", "text/csv", "12345")))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Routes_with_constraints_and_a_rest_answer_what_fits_them_best()
    {
        var server = await servers.OnAsync(TestDatabase.Sqlite);
        await PublishAsync(server, "route-number", Starts("route/{id:int:min(5)}", "GET"), Answer("200", "'number ' + getOutputFrom('endpoint', 'RouteData').id", "{}"));
        await PublishAsync(server, "route-any", Starts("route/{id}", "GET"), Answer("200", "'any ' + getOutputFrom('endpoint', 'RouteData').id", "{}"));
        await PublishAsync(server, "route-rest", Starts("route/{**rest}", "GET"), Answer("200", "'rest ' + getOutputFrom('endpoint', 'RouteData').rest", "{}"));
        await PublishAsync(server, "route-file", Starts("route/file/{name}.{ext=txt}", "GET"), Answer("200", "'file ' + getOutputFrom('endpoint', 'RouteData').ext", "{}"));
        await PublishAsync(server, "route-long", Starts("route/1/2/3/4/5/6/7/8/{nine}/10", "GET"), Answer("200", "'long ' + getOutputFrom('endpoint', 'RouteData').nine", "{}"));
        await PublishAsync(server, "route-code", Starts("route/{code:regex(^[A-Z]{{2}}-\\d$)}", "GET"), Answer("200", "'code ' + getOutputFrom('endpoint', 'RouteData').code", "{}"));
        var client = server.Server.Client();

        (await client.GetStringAsync("/workflows/route/AB-1")).ShouldBe("code AB-1");
        (await client.GetStringAsync("/workflows/route/ABC-1")).ShouldBe("any ABC-1");
        (await client.GetStringAsync("/workflows/Route/12")).ShouldBe("number 12");
        (await client.GetStringAsync("/workflows/route/4")).ShouldBe("any 4");
        (await client.GetStringAsync("/workflows/route/a/b/c")).ShouldBe("rest a/b/c");
        (await client.GetStringAsync("/workflows/route/file/x.pdf")).ShouldBe("file pdf");
        (await client.GetStringAsync("/workflows/route/1/2/3/4/5/6/7/8/ix/10")).ShouldBe("long ix");
        await ProblemAsync(await client.GetAsync("/workflows/routes/12"), 404, "endpoints.unknown");
    }

    private static MultipartFormDataContent Form(params (string Name, string Type, string Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, type, content) in files)
        {
            var part = new StringContent(content);
            part.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
            form.Add(part, "file", name);
        }

        return form;
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
