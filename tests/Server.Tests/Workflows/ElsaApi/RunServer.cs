using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>A server whose management API a test class uses: as an administrator, as somebody who may only look, and as the administrator of another company.</summary>
public abstract class RunServer(TestDatabase database) : IAsyncDisposable
{
    private readonly SemaphoreSlim door = new(1, 1);
    private WorkflowServer? started;

    internal WorkflowServer Workflows => started!;

    internal HttpClient Administrator { get; private set; } = null!;

    internal HttpClient Reader { get; private set; } = null!;

    internal HttpClient Stranger { get; private set; } = null!;

    /// <summary>Starts the server at first need, within a test: without its database the test is skipped then.</summary>
    internal async Task ReadyAsync()
    {
        await door.WaitAsync();
        try
        {
            if (started is not null) return;
            var server = await WorkflowServer.StartAsync(database);
            // The flows of these tests have a salary, which whoever manages workflows does not see by that alone.
            await server.ReadAsync(db =>
            {
                db.RoleGrants.Add(new RoleGrant { CompanyId = WorkflowServer.Company, PersonId = DemoIds.Of("xu.nuo"), Role = OrgRoles.PayrollClerk });
                return db.SaveChangesAsync();
            });
            Administrator = await server.Server.SignInAsync("xu.nuo");
            Reader = await server.Server.SignInAsync("sun.lei");
            Stranger = await server.Server.SignInAsync("kang.ning");
            started = server;
        }
        finally
        {
            door.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        door.Dispose();
        if (started is not null) await started.DisposeAsync();
    }

    /// <summary>An instance of a flow that writes a line and then waits for an event <c>approve</c>, with a variable.</summary>
    internal async Task<string> WaitingInstanceAsync(string definitionId)
    {
        await Workflows.PublishAsync(WaitingFlow(definitionId));
        return await Workflows.StartInstanceAsync(definitionId);
    }

    internal async Task<JsonObject> GetAsync(string path, HttpClient? client = null) => await JsonAsync(await (client ?? Administrator).GetAsync($"/elsa/api{path}"));

    internal async Task<JsonObject> PostAsync(string path, object? body = null, HttpClient? client = null) =>
        await JsonAsync(await (client ?? Administrator).PostAsJsonAsync($"/elsa/api{path}", body ?? new { }));

    internal static async Task<JsonObject> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    internal static string WaitingFlow(string definitionId)
    {
        var flow = JsonNode.Parse(TestFlow.Sequence(definitionId, TestFlow.Line("greet", "hello"), TestFlow.Event("approve"), TestFlow.Line("thank", "thanks")))!.AsObject();
        flow["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "Salary", ["typeName"] = "Int32", ["value"] = "4200" });
        return flow.ToJsonString();
    }
}

public sealed class SqliteRunServer() : RunServer(TestDatabase.Sqlite);

public sealed class PostgresRunServer() : RunServer(TestDatabase.Postgres);

internal static class Shape
{
    /// <summary>Names of the members of an object, in order.</summary>
    public static string[] Members(this JsonNode? node) => [.. node!.AsObject().Select(m => m.Key)];
}
