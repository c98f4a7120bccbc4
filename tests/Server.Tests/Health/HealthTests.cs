using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Health;

public sealed class HealthTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_started_server_is_healthy(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        var answer = await server.Client().GetAsync("/healthz");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        body!["status"]!.GetValue<string>().ShouldBe("healthy");
    }
}
