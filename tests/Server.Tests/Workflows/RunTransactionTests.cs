using System.Data.Common;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

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
    [InlineData(TestDatabase.Sqlite, "workflow_runs")]
    [InlineData(TestDatabase.Sqlite, "COMMIT")]
    [InlineData(TestDatabase.Postgres, "workflow_runs")]
    [InlineData(TestDatabase.Postgres, "COMMIT")]
    public async Task Elsa_7726_a_commit_that_fails_half_way_changes_nothing(TestDatabase database, string failsAt)
    {
        var accident = new Accident();
        await using var server = await WorkflowServer.StartAsync(database, accident.Attach);
        await server.PublishAsync(WaitThenWrite);
        var id = await server.StartInstanceAsync("wait-then-write");
        var bookmark = (await server.BookmarksAsync(id)).Single();

        accident.HappensAt = failsAt;
        await Should.ThrowAsync<Exception>(() => server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None));
        accident.HappensAt = null;

        accident.Happened.ShouldBe(1);
        (await server.BookmarksAsync(id)).ShouldBe([bookmark]);
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        (await server.ReadAsync(db => db.WorkflowRuns.CountAsync(r => r.InstanceId == id))).ShouldBe(1);
        (await DomainRowsAsync(server, id)).ShouldBe(0);
        (await server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None)).ShouldBeNull();
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_timer_and_a_person_at_once_resume_a_step_once(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(TestFlow.Sequence("deadline", TestFlow.Delay("wait", TimeSpan.FromDays(1)), TestFlow.Node("write", "Test.Write", ("text", "once"))));
        for (var round = 0; round < 5; round++)
        {
            var id = await server.StartInstanceAsync("deadline");
            var bookmark = (await server.BookmarksAsync(id)).Single();
            server.Clock.Advance(TimeSpan.FromDays(2));

            await Task.WhenAll(Task.Run(server.IdleAsync), Task.Run(() => server.Runtime.ResumeAsync(new ResumeCommand(bookmark) { Actor = "li.na" }, CancellationToken.None)));

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

    // Find the instance, load and lock it, write everything in one batch: three round trips on PostgreSQL, beside the commit. SQLite has no round trips; its statements are counted singly.
    [Theory]
    [InlineData(TestDatabase.Sqlite, 12)]
    [InlineData(TestDatabase.Postgres, 3)]
    public async Task A_resume_stays_within_its_budget_of_statements(TestDatabase database, int budget)
    {
        var count = new CommandCount();
        await using var server = await WorkflowServer.StartAsync(database, builder =>
        {
            builder.Services.ConfigureDbContext<SqliteDbContext>((_, o) => o.AddInterceptors(count));
            builder.Services.ConfigureDbContext<PostgresDbContext>((_, o) => o.AddInterceptors(count));
        });
        await server.PublishAsync(TestFlow.Sequence("two-events", TestFlow.Event("a"), TestFlow.Event("b"), TestFlow.Event("c")));
        var id = await server.StartInstanceAsync("two-events");
        await server.Runtime.ResumeAsync(new ResumeCommand((await server.BookmarksAsync(id)).Single()), CancellationToken.None);
        var bookmark = (await server.BookmarksAsync(id)).Single();

        var seen = count.Watch();
        await server.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None);

        seen.Count.ShouldBeLessThanOrEqualTo(budget, string.Join("\n---\n", seen));
    }

    private static Task<int> DomainRowsAsync(WorkflowServer server, string id) => server.ReadAsync(db => db.ConnectorCalls.CountAsync(c => c.InstanceId == id && c.System == "Test"));

    /// <summary>Collects the statements of one asynchronous flow: the heartbeat's are not the test's.</summary>
    private sealed class CommandCount : DbCommandInterceptor
    {
        private readonly AsyncLocal<List<string>?> seen = new();

        /// <summary>From here on, what this flow sends goes into the list.</summary>
        public List<string> Watch() => seen.Value = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            seen.Value?.Add(command.CommandText);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            seen.Value?.Add(command.CommandText);
            return ValueTask.FromResult(result);
        }
    }
}
