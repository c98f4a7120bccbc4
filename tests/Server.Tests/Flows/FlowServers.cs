using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Tests.Inbox;
using HrBpm.Server.Tests.Offboarding;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Flows;

/// <summary>For each kind of database one server with a request that people start themselves (form, direct manager, department head), started when it is first asked for.</summary>
public sealed class FlowServers : IAsyncDisposable
{
    public const string Request = "seal-request";

    private readonly Dictionary<TestDatabase, HrBpmServer> started = [];
    private readonly Dictionary<(TestDatabase, string), HttpClient> signedIn = [];

    internal async Task<HrBpmServer> OnAsync(TestDatabase database)
    {
        if (started.TryGetValue(database, out var server)) return server;
        server = started[database] = await HrBpmServer.StartAsync(database);
        var flow = JsonNode.Parse(LeaveFlow.Json(null))!.AsObject();
        (flow["definitionId"], flow["name"], flow["customProperties"]) = (Request, "用章申请", JsonNode.Parse("""{"start":{"group":"行政","icon":"sign","roles":["Employee"]}}"""));
        await PublishAsync(server, flow);
        (flow["definitionId"], flow["name"], flow["customProperties"]) = ("for-auditors", "仅审计", JsonNode.Parse("""{"start":{"roles":["Auditor"]}}"""));
        await PublishAsync(server, flow);
        return server;
    }

    internal async Task<HttpClient> AsAsync(TestDatabase database, string person)
    {
        var server = await OnAsync(database);
        return signedIn.TryGetValue((database, person), out var client) ? client : signedIn[(database, person)] = await server.SignInAsync(person);
    }

    /// <summary>Starts the request.</summary>
    internal async Task<string> StartAsync(TestDatabase database, string person)
    {
        var answer = await (await AsAsync(database, person)).PostAsJsonAsync($"/api/start/{Request}", new { requestId = Guid.NewGuid(), answers = new { reason = "合同用印" } });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["instanceId"]!;
    }

    /// <summary>Approves the person's task of this flow.</summary>
    internal async Task ApproveAsync(TestDatabase database, string person, string instanceId, string comment)
    {
        var client = await AsAsync(database, person);
        var task = (await client.GetFromJsonAsync<JsonObject>("/api/tasks"))!["items"]!.AsArray().Single(t => (string)t!["instanceId"]! == instanceId)!;
        var answers = (string)task["activityName"]! == "直属主管" ? new { days = 3 } : null;
        (await client.PostAsJsonAsync($"/api/tasks/{task["id"]}/complete", new { action = "approve", answers, comment })).EnsureSuccessStatusCode();
    }

    /// <summary>Starts a resignation.</summary>
    internal async Task<string> ResignAsync(TestDatabase database, string leaver, string receiver)
    {
        var server = await OnAsync(database);
        var start = new ScenarioStart("liu.yang", leaver, receiver, "resignation", "none", 0, 30, 20, 30, "个人发展");
        var answer = await (await AsAsync(database, "liu.yang")).PostAsJsonAsync("/api/offboarding", start.ToBody(Guid.NewGuid(), WorkingHour.DayOf(server.Clock.GetUtcNow().UtcDateTime, "Asia/Shanghai"), DemoIds.Of));
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in started.Values) await server.DisposeAsync();
    }

    private static async Task PublishAsync(HrBpmServer server, JsonObject flow)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(flow.ToJsonString(), "test", default);
    }
}
