using System.Net;
using System.Net.Sockets;
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

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_flow_cannot_call_the_server_itself_unless_the_settings_say_so(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Request("inward", $"{server.Server.Address}api/me"));
        var id = await server.StartInstanceAsync("inward");

        await server.IdleAsync();

        (await server.InstanceAsync(id)).Incidents.Single().Code.ShouldBe("http.address-forbidden");
    }

    private static string Request(string definitionId, string url)
    {
        var call = TestFlow.Node("call", "Elsa.FlowSendHttpRequest", ("url", url),
            ("expectedStatusCodes", new JsonObject { ["typeName"] = "List<Int32>", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "[200]" } }));
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
