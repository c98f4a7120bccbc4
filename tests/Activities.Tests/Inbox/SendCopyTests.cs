using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.StepSituation;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>抄送 as a step of its own, run by the engine.</summary>
public sealed class SendCopyTests : IAsyncLifetime
{
    private readonly StepSituation request = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => request.DisposeAsync();

    [Fact]
    public async Task A_copy_tells_everybody_whom_its_rules_find_and_waits_for_nobody()
    {
        await request.StartAsync(Copy("""[{"by":"DirectManager"},{"by":"Role","value":"HrSpecialist"}]"""));

        request.Flow.Lines.ShouldBe(["Done"]);
        request.Inbox.Open.ShouldBeEmpty();
        request.Inbox.Copies.Select(copy => request.Org.NameOf(Guid.Parse(copy.PersonId))).ShouldBe(["李娜", "刘洋", "赵敏"]);
        request.Inbox.Copies.ShouldAllBe(copy => copy.By.Length == 0 && request.Inbox.All[copy.TaskId].Task.State == AssignmentState.Told);
        request.Messages.Select(message => (string)message["title"]!).ShouldBe(Enumerable.Repeat("抄送：copy 的待办", 3));
        request.Messages.Select(message => message["taskId"]).ShouldBeUnique();
        request.OutputOf("copy", "recipients").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_copy_for_nobody_passes_and_leaves_nothing_behind()
    {
        await request.StartAsync(Copy("""[{"by":"Role","value":"Auditor"}]"""));

        request.Flow.Lines.ShouldBe(["Done"]);
        (request.Inbox.All.Count, request.Inbox.Copies.Count, request.Messages.Count()).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_rule_that_cannot_be_followed_is_an_incident_that_says_why()
    {
        await request.StartAsync(Copy("""[{"by":"Role"}]"""));

        request.Flow.Instance.Incidents.Single().Message.ShouldBe("Expected the assignee rule 'Role' to have a value, but it has none.");
    }

    [Fact]
    public async Task Nobody_can_act_on_what_was_only_told()
    {
        await request.StartAsync(Copy("""[{"by":"DirectManager"}]"""));

        var told = request.Inbox.All.Values.Single().Task;
        var set = new TaskSet { Kind = TaskKind.Notice, Mode = TaskMode.Any, Actions = [], Assignments = [told] };
        TaskVerbs.AllowedOn(set, told).ShouldBeEmpty();
        TaskVerbs.OfferedTo(TaskKind.Notice).ShouldBeEmpty();
    }

    private static System.Text.Json.Nodes.JsonObject Copy(string rules) => Step("copy", "HrBpm.SendCopy", ("assignees", rules));
}
