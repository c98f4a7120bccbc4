using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>A server whose management API a test class uses: as an administrator of 星河科技, and as somebody who may only look.</summary>
public sealed class ElsaServer : IAsyncLifetime
{
    private HrBpmServer? server;

    internal HrBpmServer Server => server!;

    internal HttpClient Administrator { get; private set; } = null!;

    internal HttpClient Reader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        Administrator = await server.SignInAsync("xu.nuo");
        Reader = await server.SignInAsync("liu.yang");
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static async Task<JsonObject> JsonAsync(HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    internal async Task<JsonObject> GetAsync(string path) => await JsonAsync(await Administrator.GetAsync($"/elsa/api{path}"));

    internal async Task<JsonObject> PostAsync(string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK) =>
        await JsonAsync(await Administrator.PostAsJsonAsync($"/elsa/api{path}", body ?? new { }), expected);
}
