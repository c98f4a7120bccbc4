using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>A server with a small leave flow: 张伟 asks, 李娜 approves, 王强 approves. People are named by their user names.</summary>
internal sealed class InboxSituation : IAsyncDisposable
{
    // The product's own flows have their own tests.
    private static readonly Dictionary<string, string?> NoDefinitions = new() { ["Workflows:DefinitionsFolder"] = "none" };

    private readonly Dictionary<string, HttpClient> signedIn = [];

    private InboxSituation(HrBpmServer server) => Server = server;

    public HrBpmServer Server { get; }

    /// <summary>The flow that was started last.</summary>
    public string InstanceId { get; private set; } = "";

    public static Guid IdOf(string userName) => DemoIds.Of(userName);

    /// <summary>Starts the server and the flow.</summary>
    /// <param name="database">Which database.</param>
    /// <param name="manager">Inputs of the first approval that differ; a null takes one away.</param>
    /// <param name="adjust">Changes to services.</param>
    public static async Task<InboxSituation> StartAsync(TestDatabase database, JsonObject? manager = null, Action<WebApplicationBuilder>? adjust = null)
    {
        var situation = new InboxSituation(await HrBpmServer.StartAsync(database, NoDefinitions, adjust: adjust));
        await situation.PublishAsync(LeaveFlow.Json(manager));
        await situation.StartFlowAsync("zhang.wei");
        return situation;
    }

    /// <summary>Publishes another version of the flow.</summary>
    public async Task PublishAsync(string json)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(json, "test", default);
    }

    /// <summary>Starts the flow once more, for this person.</summary>
    public async Task StartFlowAsync(string initiator)
    {
        var command = new StartCommand(LeaveFlow.Id)
        {
            TenantId = DemoIds.Of("company:星河科技").ToString("D"),
            Actor = IdOf(initiator).ToString("D"),
            Input = new Dictionary<string, object?> { ["reason"] = "年假 3 天" },
        };
        var result = await Server.Services.GetRequiredService<WorkflowRuntime>().StartAsync(command, default);
        result.Refusal.ShouldBeNull();
        InstanceId = result.InstanceId;
    }

    /// <summary>The person's client; signs in the first time.</summary>
    public async Task<HttpClient> AsAsync(string person) => signedIn.TryGetValue(person, out var client) ? client : signedIn[person] = await Server.SignInAsync(person);

    /// <summary>What a list of the person holds.</summary>
    public async Task<List<JsonNode>> ListAsync(string person, string list = "todo") =>
        [.. (await (await AsAsync(person)).GetFromJsonAsync<JsonObject>($"/api/tasks?list={list}"))!["items"]!.AsArray().Select(item => item!)];

    /// <summary>The id of the one task that the person has to do.</summary>
    public async Task<Guid> TaskOfAsync(string person) => (await ListAsync(person)).Single()["id"]!.GetValue<Guid>();

    public async Task<JsonObject> ReadAsync(string person, Guid task) => (await (await AsAsync(person)).GetFromJsonAsync<JsonObject>($"/api/tasks/{task}"))!;

    /// <summary>Posts to a task as this person.</summary>
    public async Task<HttpResponseMessage> PostAsync(string person, Guid task, string verb, object body) =>
        await (await AsAsync(person)).PostAsJsonAsync($"/api/tasks/{task}/{verb}", body);

    /// <summary>Posts to the person's one task, which has to work.</summary>
    public async Task DoAsync(string person, string verb, object body)
    {
        var answer = await PostAsync(person, await TaskOfAsync(person), verb, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    public Task ApproveAsync(string person, string? comment = null) => DoAsync(person, "complete", new { action = "approve", answers = new { days = 3 }, comment });

    /// <summary>The audit trail's actions about a task, in order, such as <c>tasks.approve</c>.</summary>
    public async Task<IReadOnlyList<string>> AuditedAsync(Guid task)
    {
        var entries = await (await AsAsync("zhao.min")).GetFromJsonAsync<JsonNode>($"/api/audit/entries?subject=task:{task:D}");
        return [.. (entries as JsonArray ?? entries!["items"]!.AsArray()).Select(entry => entry!["action"]!.GetValue<string>())];
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
