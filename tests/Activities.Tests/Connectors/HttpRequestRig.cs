using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Http;
using HrBpm.Workflows;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace HrBpm.Activities.Tests.Connectors;

/// <summary>Flows that send HTTP requests to a mock server, which they may reach although it is on this machine.</summary>
internal sealed class HttpRequestRig : IAsyncDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start();

    public HttpRequestRig(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> all = new() { ["Connectors:Http:AllowedNetworks:0"] = "127.0.0.0/8", ["Connectors:Http:AllowedNetworks:1"] = "::1/128" };
        foreach (var (name, value) in settings) all[$"Connectors:Http:{name}"] = value;
        Harness = new WorkflowHarness([typeof(FlowSendHttpRequest), typeof(SendHttpRequest)],
            services => services.AddConnectors(new ConfigurationBuilder().AddInMemoryCollection(all).Build()));
    }

    public WorkflowHarness Harness { get; }

    public string Url => _server.Url!;

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<IRequestMessage> Sent => [.. _server.LogEntries.Select(e => e.RequestMessage!)];

    public Dictionary<string, object?> Outputs => Harness.Instance.ActivityOutputs.Single(o => o.Key.EndsWith(":call", StringComparison.Ordinal)).Value;

    public void Answers(Action<IResponseBuilder> shape)
    {
        var response = Response.Create();
        shape(response);
        _server.Given(Request.Create()).RespondWith(response);
    }

    public void Stop() => _server.Stop();

    /// <summary>Runs a flow of a request called <c>call</c>, and a line for each of its outcomes.</summary>
    public async Task RunAsync(string type, IReadOnlyList<string> outcomes, params (string Name, JsonNode? Value)[] inputs)
    {
        var call = new JsonObject { ["id"] = "call", ["name"] = "call", ["type"] = type, ["url"] = $"{Url}/orders" };
        foreach (var (name, value) in inputs) call[name] = value;
        await Harness.StartAsync(new JsonObject
        {
            ["definitionId"] = "wf",
            ["options"] = new JsonObject { ["incidentStrategyType"] = "ContinueWithIncidentsStrategy" },
            ["root"] = new JsonObject
            {
                ["id"] = "flow", ["type"] = "Elsa.Flowchart",
                ["activities"] = new JsonArray([call, .. outcomes.Select(o => new JsonObject { ["id"] = $"on {o}", ["type"] = "Elsa.WriteLine", ["text"] = $"on {o}" })]),
                ["connections"] = new JsonArray([.. outcomes.Select(o => new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = "call", ["port"] = o },
                    ["target"] = new JsonObject { ["activity"] = $"on {o}", ["port"] = "In" },
                })]),
            },
        }.ToJsonString());
        await Harness.RunJobsAsync();
    }

    /// <summary>Makes one attempt, after which there are others, or not.</summary>
    public async Task<(JobOutcome Outcome, IReadOnlyList<ConnectorCall> Calls)> AttemptAsync(bool isLast, params (string Name, object? Value)[] inputs)
    {
        await using var scope = Harness.Services.CreateAsyncScope();
        var all = new Dictionary<string, object?> { ["url"] = $"{Url}/orders" };
        foreach (var (name, value) in inputs) all[name] = value;
        var work = new JobWork("job", null, "Elsa.FlowSendHttpRequest", all, "key-1", "i-1", "", null, "wf", 1, "Workflow1:call") { IsLastAttempt = isLast };
        var calls = scope.ServiceProvider.GetRequiredService<ConnectorCalls>();
        var outcome = await Harness.Services.GetRequiredService<JobRunner>().RunAsync(work, scope.ServiceProvider, TestContext.Current.CancellationToken);
        return (outcome, calls.Taken);
    }

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        _server.Dispose();
    }
}
