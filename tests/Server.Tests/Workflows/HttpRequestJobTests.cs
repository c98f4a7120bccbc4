using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>HTTP requests of flows as jobs of the server: tried again with one key, recorded, and kept out of the house.</summary>
public sealed class HttpRequestJobTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_request_that_finds_nobody_is_tried_again_and_then_handed_to_the_flow(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database, null, ("Connectors:Http:AllowedNetworks:0", "127.0.0.0/8"));
        await server.PublishAsync(Request("unreachable", $"http://127.0.0.1:{FreePort()}/"));
        var id = await server.StartInstanceAsync("unreachable");

        for (var attempt = 1; attempt <= 4; attempt++) await server.AdvanceAsync(TimeSpan.FromMinutes(2));

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await server.JobsAsync(id)).Select(j => (j.State, j.Attempts)).ShouldBe([(JobState.Done, 4)]);
        var calls = await server.ReadAsync(db => db.ConnectorCalls.Where(c => c.InstanceId == id).OrderBy(c => c.Attempt).ToListAsync());
        calls.Select(c => (c.System, c.Attempt, c.Failure is null)).ShouldBe([("Http", 1, false), ("Http", 2, false), ("Http", 3, false), ("Http", 4, false)]);
    }

    [Fact]
    public async Task A_task_request_that_nobody_takes_for_a_day_becomes_an_incident_of_its_step_and_is_asked_for_anew()
    {
        await using var server = await WorkflowServer.StartAsync(TestDatabase.Sqlite, null, ("Connectors:Tasks:BaseUrl", $"http://127.0.0.1:{FreePort()}/"));
        await server.PublishAsync(TestFlow.Sequence("asking", TestFlow.Node("ask", "Elsa.RunTask", ("taskName", "weigh"))));
        var id = await server.StartInstanceAsync("asking");
        for (var hour = 0; hour < 60; hour++) await server.AdvanceAsync(TimeSpan.FromHours(1));

        var incident = (await server.InstanceAsync(id)).Incidents.Single();
        (incident.Node, incident.IsOpen).ShouldBe(("Workflow1:steps:ask", true));
        (await server.JobsAsync(id)).Select(j => (j.State, j.Attempts)).ShouldBe([(JobState.Failed, 32)]);
        (await server.Runtime.ResolveIncidentAsync(new ResolveIncident(id, incident.Id, Resolution.Retry, ""), CancellationToken.None)).ShouldBeNull();
        await server.IdleAsync();

        (await server.JobsAsync(id)).Select(j => (j.State, j.Attempts)).ShouldBe([(JobState.Failed, 32), (JobState.Pending, 1)]);
        (await server.BookmarksAsync(id)).Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_flow_cannot_call_the_server_itself_unless_the_settings_say_so(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Request("inward", $"{server.Server.Address}api/me"));
        var id = await server.StartInstanceAsync("inward");

        await server.IdleAsync();

        (await server.InstanceAsync(id)).Incidents.Single().Code.ShouldBe("http.address-forbidden");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_secret_is_sent_with_each_attempt_and_readable_nowhere(TestDatabase database)
    {
        const string Token = "hush-1234567", Key = "hush-7654321";
        var port = FreePort();
        await using var server = await WorkflowServer.StartAsync(database, null, ("Connectors:Http:AllowedNetworks:0", "127.0.0.0/8"));
        await server.PublishAsync(Request("secretive", $"http://127.0.0.1:{port}/", ("authorization", $"Bearer {Token}"),
            ("requestHeaders", new JsonObject { ["typeName"] = "HttpHeaders", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = $$"""{"X-Api-Key":"{{Key}}","X-Tenant":"7"}""" } })));
        var id = await server.StartInstanceAsync("secretive");
        await server.IdleAsync();
        (await server.JobsAsync(id)).Single().Attempts.ShouldBe(1, "Nobody listens yet.");

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        var received = AnswerOnceAsync(listener);
        await server.AdvanceAsync(TimeSpan.FromMinutes(2));

        (await received).ShouldSatisfyAllConditions(r => r.ShouldContain($"Authorization: Bearer {Token}"), r => r.ShouldContain($"X-Api-Key: {Key}"));
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        var stored = await server.ReadAsync(async db => string.Join('\n', [
            .. await db.WorkflowRuns.Where(r => r.InstanceId == id).Select(r => r.Command + r.Events).ToListAsync(),
            .. await db.WorkflowInstances.Where(i => i.Id == id).Select(i => i.State).ToListAsync(),
            .. await db.WorkflowJobs.Where(j => j.InstanceId == id).Select(j => j.Inputs + j.SealedInputs + j.LastProblem).ToListAsync(),
            .. await db.ConnectorCalls.Where(c => c.InstanceId == id).Select(c => c.RequestLine + c.RequestBody + c.ResponseBody + c.Failure).ToListAsync()]));
        var shown = await (await server.Server.SignInAsync("xu.nuo")).GetStringAsync($"/elsa/api/activity-executions/list?workflowInstanceId={id}");
        stored.ShouldSatisfyAllConditions(s => s.ShouldNotContain("hush"), s => s.ShouldContain("\"X-Tenant\":\"7\""), s => s.ShouldNotContain("session-9"));
        shown.ShouldSatisfyAllConditions(s => s.ShouldNotContain("hush"), s => s.ShouldContain("***"));
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync();
        await using var stream = caller.GetStream();
        var (text, buffer) = ("", new byte[4096]);
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal)) text += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: sid=session-9\r\nConnection: close\r\n\r\n"u8.ToArray());
        return text;
    }

    private static string Request(string definitionId, string url, params (string Name, JsonNode? Value)[] more)
    {
        var call = TestFlow.Node("call", "Elsa.FlowSendHttpRequest", [("url", url), .. more,
            ("expectedStatusCodes", new JsonObject { ["typeName"] = "List<Int32>", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "[200]" } })]);
        var definition = JsonNode.Parse(TestFlow.Loop(definitionId, call))!;
        definition["root"]!["connections"] = new JsonArray(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "call", ["port"] = "Failed to connect" },
            ["target"] = new JsonObject { ["activity"] = "round", ["port"] = "In" },
        });
        return definition.ToJsonString();
    }

    // Nobody listens there, or not for long enough to matter.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
