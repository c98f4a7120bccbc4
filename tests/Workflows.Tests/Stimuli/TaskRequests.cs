using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Stimuli;

/// <summary>Elsa.RunTask: a task is asked for, and reported by its id.</summary>
public sealed class TaskRequests
{
    [Fact]
    public async Task A_reported_result_is_the_steps_result()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Resize);

        (await ReportAsync(harness, TaskId(harness), 11)).ShouldBeNull();

        harness.Lines.ShouldBe(["got 11"]);
    }

    [Fact]
    public async Task A_request_names_its_task_and_carries_its_parameters()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Resize);

        var request = (Dictionary<string, object?>)harness.WaitingAt("task").Single().Payload!;

        request["TaskName"].ShouldBe("Resize");
        request["Payload"].ShouldBe(new Dictionary<string, object?> { ["w"] = 10 });
    }

    [Fact]
    public async Task A_task_reported_twice_changes_nothing_the_second_time()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Resize);
        var task = TaskId(harness);
        await ReportAsync(harness, task, 11);
        var before = InstanceJson.Write(harness.Instance);

        (await ReportAsync(harness, task, 12))!.Code.ShouldBe("workflows.task-not-open");

        InstanceJson.Write(harness.Instance).ShouldBe(before);
    }

    [Fact]
    public async Task A_task_of_another_company_cannot_be_reported()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Resize, tenant: "company a");
        (await harness.Stimuli.CompleteTaskAsync("company b", TaskId(harness), 11, CancellationToken.None)).ShouldNotBeNull();
        harness.Waiting.ShouldBe("task");
    }

    private static readonly string Resize = Workflow(new JsonObject
    {
        ["id"] = "steps",
        ["type"] = "Elsa.Sequence",
        ["activities"] = new JsonArray(
            Node("task", "Elsa.RunTask", ("taskName", "Resize"), ("payload", JavaScript("({w:10})"))),
            Node("said", "Elsa.WriteLine", ("text", JavaScript("'got ' + getOutputFrom('task', 'Result')", "String")))),
    });

    private static string TaskId(WorkflowHarness harness) => (string)((Dictionary<string, object?>)harness.WaitingAt("task").Single().Payload!)["TaskId"]!;

    private static Task<Refusal?> ReportAsync(WorkflowHarness harness, string taskId, object? result) => harness.Stimuli.CompleteTaskAsync("", taskId, result, CancellationToken.None);
}
