using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Parents and children in the database: neither is ever lost for the other.</summary>
public sealed class ChildTests(WorkflowServers servers) : IClassFixture<WorkflowServers>
{
    private static readonly string Parent = TestFlow.Sequence("parent",
        TestFlow.Node("x", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "child"), ("waitForCompletion", true)), TestFlow.Line("said", "parent end"));

    private static readonly string Child = TestFlow.Sequence("child", TestFlow.Event("child-go"), TestFlow.Line("said", "child end"));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7397_a_parent_hears_of_its_child_even_when_the_process_dies_in_between(TestDatabase database)
    {
        await using var fresh = await EmptyAsync(database);
        string parent;
        await using (var server = await WorkflowServer.StartAsync(fresh))
        {
            await server.PublishAsync(Child);
            await server.PublishAsync(Parent);
            parent = await server.StartInstanceAsync("parent");
            await server.IdleAsync();
            var child = await server.ReadAsync(db => db.WorkflowInstances.Where(i => i.ParentInstanceId == parent).Select(i => i.Id).SingleAsync());
            var bookmark = (await server.BookmarksAsync(child)).Single();

            // From here on this process does no work of its own: it ends the child, and that is the last that it does.
            await server.Server.StopAsync();
            (await server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None)).ShouldBeNull();

            (await server.InstanceAsync(child)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
            (await server.InstanceAsync(parent)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        }

        await using var next = await WorkflowServer.StartAsync(fresh);
        await next.IdleAsync();

        (await next.InstanceAsync(parent)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_child_ends_with_its_cancelled_parent_even_when_the_process_dies_in_between(TestDatabase database)
    {
        await using var fresh = await EmptyAsync(database);
        string parent;
        await using (var server = await WorkflowServer.StartAsync(fresh))
        {
            await server.PublishAsync(Child);
            await server.PublishAsync(Parent);
            parent = await server.StartInstanceAsync("parent");
            await server.IdleAsync();

            // From here on this process does no work of its own: it cancels the parent, and that is the last that it does.
            await server.Server.StopAsync();
            (await server.Runtime.CancelAsync(parent, "operator", "no longer wanted", CancellationToken.None)).ShouldBeNull();
            (await ChildOfAsync(server, parent)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        }

        await using var next = await WorkflowServer.StartAsync(fresh);
        await next.IdleAsync();

        (await ChildOfAsync(next, parent)).SubStatus.ShouldBe(InstanceSubStatus.Cancelled);
        (await next.ReadAsync(db => db.WorkflowDeliveries.CountAsync())).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Parents_that_are_cancelled_while_their_children_start_leave_none_of_them_running(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("slow-child", TestFlow.Event("never-comes")));
        await server.PublishAsync(TestFlow.Sequence("bulk-parent", TestFlow.Node("bulk", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "slow-child"), ("items", TestFlow.Object("Object", "[1,2,3]")))));

        var parents = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => server.StartInstanceAsync("bulk-parent"))));
        await Task.WhenAll(parents.Select(p => Task.Run(() => server.Runtime.CancelAsync(p, "operator", "no longer wanted", CancellationToken.None))));
        await server.IdleAsync();

        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId == "slow-child" && i.Status == InstanceStatus.Running))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Children_that_end_at_once_lose_no_parent(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("quick-child", TestFlow.Line("said", "child")));
        await server.PublishAsync(TestFlow.Sequence("quick-parent",
            TestFlow.Node("bulk", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "quick-child"), ("items", TestFlow.Object("Object", "[1,2,3]"))), TestFlow.Line("said", "parent end")));

        var parents = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => server.StartInstanceAsync("quick-parent"))));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(server.IdleAsync)));

        foreach (var parent in parents)
        {
            (await server.InstanceAsync(parent)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
            (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.ParentInstanceId == parent))).ShouldBe(3);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_eight_starts_of_a_singleton_at_once_one_is_allowed(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("singleton", TestFlow.Event("never")).Replace("\"options\":{", "\"options\":{\"activationStrategyType\":\"SingletonStrategy\",", StringComparison.Ordinal));

        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            server.Runtime.StartAsync(new StartCommand("singleton") { TenantId = WorkflowServer.Company.ToString("D"), Actor = "starter" }, CancellationToken.None))));

        starts.Count(s => s.Refusal is null).ShouldBe(1);
        starts.Select(s => s.Refusal).OfType<Refusal>().ShouldAllBe(r => r.Code == "workflows.runs-already");
        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId == "singleton"))).ShouldBe(1);
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite, Accident.InTheMiddle)]
    [InlineData(TestDatabase.Sqlite, Accident.AtTheCommit)]
    [InlineData(TestDatabase.Postgres, Accident.InTheMiddle)]
    [InlineData(TestDatabase.Postgres, Accident.AtTheCommit)]
    public async Task Elsa_7726_a_child_whose_last_commit_fails_has_neither_ended_nor_told_its_parent(TestDatabase database, Accident accident)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Child);
        await server.PublishAsync(Parent);
        var parent = await server.StartInstanceAsync("parent");
        await server.IdleAsync();
        var child = await server.ReadAsync(db => db.WorkflowInstances.Where(i => i.ParentInstanceId == parent).Select(i => i.Id).SingleAsync());
        var bookmark = (await server.BookmarksAsync(child)).Single();

        await AccidentInDatabase.PrepareAsync(server, database, accident, "workflow_deliveries");
        await Should.ThrowAsync<Exception>(() => server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None));
        await AccidentInDatabase.ClearAsync(server, database, "workflow_deliveries");
        await server.IdleAsync();

        (await server.InstanceAsync(child)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        (await server.InstanceAsync(parent)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        (await server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None)).ShouldBeNull();
        await server.IdleAsync();
        (await server.InstanceAsync(parent)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    private static Task<WorkflowInstance> ChildOfAsync(WorkflowServer server, string parent) => server.ReadAsync(db => db.WorkflowInstances.SingleAsync(i => i.ParentInstanceId == parent));

    private static async Task<FreshDatabase> EmptyAsync(TestDatabase database)
    {
        var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        return fresh;
    }
}
