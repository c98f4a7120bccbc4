using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>Live updates for whoever looks at an instance.</summary>
public sealed class HubTests(SqliteRunServer elsa) : IClassFixture<SqliteRunServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async ValueTask InitializeAsync() => await elsa.ReadyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task An_observer_is_told_when_a_run_has_committed(HttpTransportType transport)
    {
        var id = await elsa.WaitingInstanceAsync($"observed-{transport}");
        await using var hub = Connect(await TokenAsync("sun.lei"), transport);
        var stats = new TaskCompletionSource<JsonObject>();
        var log = new TaskCompletionSource();
        var instance = new TaskCompletionSource<JsonObject>();
        hub.On<JsonObject>("ActivityExecutionLogUpdatedAsync", stats.SetResult);
        hub.On<JsonObject>("WorkflowExecutionLogUpdatedAsync", _ => log.SetResult());
        hub.On<JsonObject>("WorkflowInstanceUpdatedAsync", instance.SetResult);
        await hub.StartAsync();
        await hub.InvokeAsync("ObserveInstanceAsync", id);

        await elsa.Workflows.Runtime.ResumeAsync(new ResumeCommand((await elsa.Workflows.BookmarksAsync(id))[0]), CancellationToken.None);

        ((string?)(await instance.Task.WaitAsync(Patience))["workflowInstanceId"]).ShouldBe(id);
        await log.Task.WaitAsync(Patience);
        (await stats.Task.WaitAsync(Patience))["stats"]!.AsArray().Select(s => $"{s!["activityId"]} {s["completedCount"]}").ShouldContain("thank 1");
    }

    [Fact]
    public async Task An_instance_of_another_company_cannot_be_observed()
    {
        var id = await elsa.WaitingInstanceAsync("hidden");
        await using var hub = Connect(await TokenAsync("kang.ning"), HttpTransportType.WebSockets);
        await hub.StartAsync();

        var foreign = await Should.ThrowAsync<HubException>(() => hub.InvokeAsync("ObserveInstanceAsync", id));
        var unknown = await Should.ThrowAsync<HubException>(() => hub.InvokeAsync("ObserveInstanceAsync", "nothing"));

        foreign.Message.ShouldBe(unknown.Message);
    }

    [Fact]
    public async Task Those_who_may_not_see_workflows_do_not_get_in()
    {
        await using var employee = Connect(await TokenAsync("zhang.wei"), HttpTransportType.LongPolling);
        await using var nobody = Connect(null, HttpTransportType.LongPolling);

        (await Should.ThrowAsync<HttpRequestException>(() => employee.StartAsync())).Message.ShouldContain("403");
        (await Should.ThrowAsync<HttpRequestException>(() => nobody.StartAsync())).Message.ShouldContain("401");
    }

    private HubConnection Connect(string? token, HttpTransportType transport) => new HubConnectionBuilder()
        .WithUrl(new Uri(elsa.Workflows.Server.Address, "/elsa/hubs/workflow-instance"), o => (o.Transports, o.AccessTokenProvider) = (transport, () => Task.FromResult(token)))
        .Build();

    private async Task<string> TokenAsync(string userName)
    {
        var answer = await elsa.Workflows.Server.Client().PostAsJsonAsync("/elsa/api/identity/login", new { username = userName, password = HrBpmServer.Password });
        return (string)(await RunServer.JsonAsync(answer))["accessToken"]!;
    }
}
