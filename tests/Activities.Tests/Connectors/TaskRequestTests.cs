using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Tasks;
using HrBpm.Workflows;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace HrBpm.Activities.Tests.Connectors;

/// <summary>Requests of Elsa.RunTask, as they come to the application that does the tasks.</summary>
public sealed class TaskRequestTests : IDisposable
{
    private readonly WireMockServer _application = WireMockServer.Start();

    [Fact]
    public async Task A_request_comes_in_the_shape_of_elsas_webhook_and_its_task_can_be_reported()
    {
        Answers(202);
        await using var harness = await StartAsync(("BaseUrl", $"{_application.Url}/hooks/tasks"), ("Token", "task-token"));
        await harness.RunJobsAsync();

        var sent = _application.LogEntries.ShouldHaveSingleItem().RequestMessage!;
        (sent.Method, sent.Path, sent.Headers!["Authorization"].Single()).ShouldBe(("POST", "/hooks/tasks", "Bearer task-token"));
        var body = JsonNode.Parse(sent.Body!)!;
        body["eventType"]!.GetValue<string>().ShouldBe("Elsa.RunTask");
        var request = body["payload"]!;
        (request["taskName"]!.GetValue<string>(), request["taskPayload"]!.ToJsonString(), request["workflowInstanceId"]!.GetValue<string>()).ShouldBe(("称重", """{"w":10}""", harness.InstanceId));

        (await harness.Stimuli.CompleteTaskAsync("", request["taskId"]!.GetValue<string>(), 11, CancellationToken.None)).ShouldBeNull();
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(404)]
    public async Task What_is_not_accepted_is_tried_again_with_the_same_key(int status)
    {
        Answers(status);
        await using var harness = await StartAsync(("BaseUrl", $"{_application.Url}/hooks/tasks"));
        var job = harness.Kept.Jobs.Single();
        (await Should.ThrowAsync<ConnectorException>(() => AttemptAsync(harness, job))).IsTransient.ShouldBeTrue();
        Answers(200);
        (await AttemptAsync(harness, job)).ShouldBeOfType<JobOutcome.Completed>();

        _application.LogEntries.Select(e => e.RequestMessage!.Headers!["Idempotency-Key"].Single()).ShouldBe([job.IdempotencyKey, job.IdempotencyKey]);
        harness.Waiting.ShouldBe("task");
    }

    [Fact]
    public async Task Without_an_address_nobody_is_told_and_the_task_waits_to_be_reported()
    {
        await using var harness = await StartAsync();
        (await AttemptAsync(harness, harness.Kept.Jobs.Single())).ShouldBeOfType<JobOutcome.Completed>();
        harness.Waiting.ShouldBe("task");
    }

    public void Dispose() => _application.Dispose();

    private void Answers(int status) => _application.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(status));

    private static async Task<JobOutcome> AttemptAsync(WorkflowHarness harness, JobWork job)
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await harness.Services.GetRequiredService<JobRunner>().RunAsync(job with { IsLastAttempt = false }, scope.ServiceProvider, TestContext.Current.CancellationToken);
    }

    private static async Task<WorkflowHarness> StartAsync(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Connectors:Tasks:{s.Name}", (string?)s.Value))).Build();
        var harness = new WorkflowHarness([typeof(RequestTask)], services => services.AddConnectors(configuration));
        await harness.StartAsync("""
            { "definitionId": "wf", "root": { "id": "task", "type": "Elsa.RunTask", "taskName": "称重", "payload": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({w:10})" } } } }
            """);
        return harness;
    }
}
