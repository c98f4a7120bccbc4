using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>The servers whose management API the tests of a class use, one for each kind of database, started when it is first asked for.</summary>
public sealed class ElsaServers : IAsyncDisposable
{
    private readonly Dictionary<TestDatabase, ElsaServer> started = [];

    internal async Task<ElsaServer> OnAsync(TestDatabase database)
    {
        if (!started.TryGetValue(database, out var elsa)) started[database] = elsa = await ElsaServer.StartAsync(database);
        return elsa;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var elsa in started.Values) await elsa.Server.DisposeAsync();
    }
}

/// <summary>A server, and people who use its management API.</summary>
/// <param name="Server">The server.</param>
/// <param name="Administrator">Administrator of 星河科技.</param>
/// <param name="Reader">Somebody there who may look, and change nothing.</param>
/// <param name="OtherCompany">Administrator of the school, which is another company.</param>
internal sealed record ElsaServer(HrBpmServer Server, HttpClient Administrator, HttpClient Reader, HttpClient OtherCompany)
{
    public static async Task<ElsaServer> StartAsync(TestDatabase database)
    {
        var server = await HrBpmServer.StartAsync(database);
        return new ElsaServer(server, await server.SignInAsync("xu.nuo"), await server.SignInAsync("liu.yang"), await server.SignInAsync("kang.ning"));
    }

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<JsonObject> GetAsync(string path) => await JsonAsync(await Administrator.GetAsync($"/elsa/api{path}"));

    public async Task<JsonObject> PostAsync(string path, object? body = null) => await JsonAsync(await SendAsync(path, body));

    public Task<HttpResponseMessage> SendAsync(string path, object? body = null) => Administrator.PostAsJsonAsync($"/elsa/api{path}", body ?? new { });

    /// <summary>Saves a definition, and returns it as it is stored.</summary>
    public async Task<JsonObject> SaveAsync(JsonObject model, bool publish = false) =>
        (await PostAsync("/workflow-definitions", new { model, publish }))["workflowDefinition"]!.AsObject();

    /// <summary>Publishes a definition for all companies, as the product does when it starts.</summary>
    public async Task ShipAsync(JsonObject model)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(model.ToJsonString(), "test", CancellationToken.None);
    }

    /// <summary>A flow that writes a line and then waits for an event.</summary>
    public static JsonObject Flow(string id, string text = "hello") => JsonNode.Parse($$"""
        {
          "definitionId": "{{id}}", "name": "{{id}} 流程", "description": "等一件事", "toolVersion": "3.8.0.0",
          "variables": [], "inputs": [], "outputs": [], "outcomes": [], "customProperties": {}, "options": { "autoUpdateConsumingWorkflows": false },
          "root": {
            "id": "flow", "type": "Elsa.Flowchart", "version": 1, "variables": [],
            "activities": [
              { "id": "write", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } },
                "metadata": { "designer": { "position": { "x": 40.5, "y": 120 } } } },
              { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "Go" } } }
            ],
            "connections": [ { "source": { "activity": "write", "port": "Done" }, "target": { "activity": "wait", "port": "In" }, "vertices": [] } ]
          }
        }
        """)!.AsObject();

    /// <summary>An id that no other test has.</summary>
    public static string NewId(string what) => $"{what}-{Guid.NewGuid():N}"[..24];
}
