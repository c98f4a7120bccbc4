using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;

namespace HrBpm.Workflows.Tests.Alterations;

/// <summary>Instances that go on by another version of their definition.</summary>
public sealed class MigrationTests : IAsyncDisposable
{
    private readonly WorkflowHarness harness = new();

    [Fact]
    public async Task Elsa_6620_a_migrated_instance_goes_on_where_it_was_by_the_new_version()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("approve"), Flow.Line("old")], ["approve>old"]));

        (await MigrateAsync(Flow.Chart([Flow.Line("new"), Flow.Event("approve"), Flow.Line("archive")], ["approve>new", "new>archive"], variables: Note()))).ShouldBeNull();
        await harness.ResumeAsync("approve");

        harness.Lines.ShouldBe(["new", "archive"]);
        (harness.Instance.DefinitionVersion, harness.Instance.SubStatus).ShouldBe((2, InstanceSubStatus.Finished));
        HistoryIsTheState();
    }

    [Fact]
    public async Task A_join_that_has_seen_one_branch_waits_for_the_other_in_the_new_version_too()
    {
        await harness.StartAsync(Flow.Chart([Flow.Fork("fork", "a", "b"), Flow.Event("a"), Flow.Event("b"), Flow.Line("end")], ["fork.a>a", "fork.b>b", "a>end", "b>end"]));
        await harness.ResumeAsync("a");

        // Other numbers of the same connections, and a new step after the join.
        (await MigrateAsync(Flow.Chart([Flow.Fork("fork", "a", "b"), Flow.Event("a"), Flow.Event("b"), Flow.Line("end"), Flow.Line("after")], ["end>after", "b>end", "a>end", "fork.b>b", "fork.a>a"]))).ShouldBeNull();
        harness.Lines.ShouldBeEmpty();
        await harness.ResumeAsync("b");

        harness.Lines.ShouldBe(["end", "after"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        HistoryIsTheState();
    }

    [Fact]
    public async Task A_variable_that_is_new_has_its_default()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("approve")], []));

        (await MigrateAsync(Flow.Chart([Flow.Event("approve"), Flow.Node("say", "Elsa.WriteLine", ("text", Flow.JavaScript("variables.Note", "String")))], ["approve>say"], variables: Note()))).ShouldBeNull();
        await harness.ResumeAsync("approve");

        harness.Lines.ShouldBe(["be kind"]);
    }

    [Fact]
    public async Task A_version_without_the_step_where_the_instance_is_is_refused()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("approve")], []));

        var refusal = await MigrateAsync(Flow.Chart([Flow.Event("sign")], []));

        (refusal!.Code, refusal.Message).ShouldBe(("alterations.migration-unsafe", "Expected version 2 to have 'approve', where the instance is, but it has not."));
        harness.Instance.DefinitionVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_version_in_which_the_step_is_of_another_type_is_refused()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("approve")], []));

        (await MigrateAsync(Flow.Chart([Flow.Line("approve")], [])))!.Message.ShouldContain("to be a Elsa.Event in version 2 too");
    }

    [Fact]
    public async Task A_version_in_which_a_step_would_wait_for_what_has_passed_is_refused()
    {
        await harness.StartAsync(Flow.Chart([Flow.Fork("fork", "a", "b"), Flow.Event("a"), Flow.Event("b"), Flow.Line("end")], ["fork.a>a", "fork.b>b", "a>end", "b>end"]));
        await harness.ResumeAsync("a");

        var refusal = await MigrateAsync(Flow.Chart([Flow.Fork("fork", "a", "b"), Flow.Event("a"), Flow.Event("b"), Flow.Line("end")], ["fork.a>a", "fork.b>b", "a>end"]));

        refusal!.Message.ShouldBe("Expected version 2 to come to 'end' still, but everything that leads there has passed.");
        harness.Instance.DefinitionVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_migration_is_the_first_thing_that_is_done()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("approve")], []));
        harness.Kept.Publish("wf", Flow.Chart([Flow.Event("approve"), Flow.Line("end")], ["approve>end"]));

        var refusal = await harness.Runtime.AlterAsync(new AlterInstance(harness.InstanceId, [new Alteration.ScheduleActivity("approve"), new Alteration.Migrate(2)]), CancellationToken.None);

        refusal!.Code.ShouldBe("alterations.order.invalid");
    }

    [Fact]
    public async Task A_version_that_there_is_not_is_refused()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("approve")], []));

        (await harness.Runtime.AlterAsync(new AlterInstance(harness.InstanceId, [new Alteration.Migrate(7)]), CancellationToken.None))!.Code.ShouldBe("workflows.definition-unknown");
    }

    private int versions = 1;

    private async Task<Refusal?> MigrateAsync(string json)
    {
        harness.Kept.Publish("wf", json);
        return await harness.Runtime.AlterAsync(new AlterInstance(harness.InstanceId, [new Alteration.Migrate(++versions)]) { Actor = "operator" }, CancellationToken.None);
    }

    private void HistoryIsTheState() => InstanceJson.Write(Instance.Replay(harness.Events)).ShouldBe(InstanceJson.Write(harness.Instance));

    private static JsonArray Note() => [new JsonObject { ["id"] = "note", ["name"] = "Note", ["typeName"] = "String", ["value"] = "be kind" }];

    public ValueTask DisposeAsync() => harness.DisposeAsync();
}
