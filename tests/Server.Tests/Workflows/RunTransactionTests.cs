using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>One run is one transaction.</summary>
public sealed class RunTransactionTests
{
    private static readonly string WaitThenWrite = TestFlow.Sequence("wait-then-write", TestFlow.Event("papers"), TestFlow.Node("write", "Test.Write", ("text", "a domain row")));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_activities_write_commits_with_the_run(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(WaitThenWrite);
        var id = await server.StartInstanceAsync("wait-then-write");

        (await server.Runtime.ResumeAsync(new ResumeCommand((await server.BookmarksAsync(id)).Single()), CancellationToken.None)).ShouldBeNull();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await DomainRowsAsync(server, id)).ShouldBe(1);
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite, Accident.InTheMiddle)]
    [InlineData(TestDatabase.Sqlite, Accident.AtTheCommit)]
    [InlineData(TestDatabase.Postgres, Accident.InTheMiddle)]
    [InlineData(TestDatabase.Postgres, Accident.AtTheCommit)]
    [InlineData(TestDatabase.Postgres, Accident.KilledAtTheCommit)]
    public async Task Elsa_7726_a_commit_that_fails_half_way_changes_nothing(TestDatabase database, Accident accident)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(WaitThenWrite);
        for (var round = 0; round < 5; round++)
        {
            var id = await server.StartInstanceAsync("wait-then-write");
            var bookmark = (await server.BookmarksAsync(id)).Single();

            await AccidentInDatabase.PrepareAsync(server, database, accident, "workflow_runs");
            await Should.ThrowAsync<Exception>(() => server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None));
            await AccidentInDatabase.ClearAsync(server, database, "workflow_runs");

            (await server.BookmarksAsync(id)).ShouldBe([bookmark]);
            (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
            (await server.ReadAsync(db => db.WorkflowRuns.CountAsync(r => r.InstanceId == id))).ShouldBe(1);
            (await server.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Subject == $"instance:{id}"))).ShouldBe(1);
            (await DomainRowsAsync(server, id)).ShouldBe(0);
            (await server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None)).ShouldBeNull();
            (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
            (await DomainRowsAsync(server, id)).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_stored_run_keeps_the_exact_bytes_that_its_hash_names(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(WaitThenWrite);
        var id = await server.StartInstanceAsync("wait-then-write");

        var run = await server.ReadAsync(db => db.WorkflowRuns.SingleAsync(r => r.InstanceId == id));

        run.Number.ShouldBe(1);
        run.Actor.ShouldBe("starter");
        run.Sha256.ShouldBe(WorkflowRun.HashOf(run.Command, run.Events));
        InstanceJson.ReadCommand(run.Command).ShouldBeOfType<StartCommand>().DefinitionId.ShouldBe("wait-then-write");
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite)]
    [InlineData(TestDatabase.Postgres)]
    public async Task A_stored_run_cannot_be_changed_through_the_model(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(WaitThenWrite);
        var id = await server.StartInstanceAsync("wait-then-write");

        await Should.ThrowAsync<InvalidOperationException>(() => server.ReadAsync(async db =>
        {
            var run = await db.WorkflowRuns.SingleAsync(r => r.InstanceId == id);
            db.Entry(run).Property(r => r.Events).CurrentValue = "[]";
            return await db.SaveChangesAsync();
        }));
    }

    private static Task<int> DomainRowsAsync(WorkflowServer server, string id) => server.ReadAsync(db => db.ConnectorCalls.CountAsync(c => c.InstanceId == id && c.System == "Test"));
}
