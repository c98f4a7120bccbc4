using System.Net;
using System.Text.Json.Nodes;
using HrBpm.Server.Tests.Inbox;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Two things at the same moment, many times over: whichever comes first, the instance is sound, nothing is done twice, and nobody waits for what is over.</summary>
public sealed class RaceTests(WorkflowServers servers) : IClassFixture<WorkflowServers>
{
    private const int Rounds = 10;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_people_who_resume_one_bookmark_one_is_served_and_the_other_refused(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("both", TestFlow.Event("papers"), TestFlow.Node("write", "Test.Write", ("text", "once"))));
        for (var round = 0; round < Rounds; round++)
        {
            var id = await server.StartInstanceAsync("both");
            var bookmark = (await server.BookmarksAsync(id)).Single();

            var refusals = await AtOnceAsync(() => ResumeAsync(server, bookmark, "li.na"), () => ResumeAsync(server, bookmark, "wang.qiang"));

            refusals.OfType<Refusal>().Single().Code.ShouldBe("workflows.bookmark-used");
            await ShouldHaveEndedOnceAsync(server, id, InstanceSubStatus.Finished, writes: 1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_a_resume_and_a_cancellation_one_happens(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("cancel", TestFlow.Event("papers"), TestFlow.Node("write", "Test.Write", ("text", "once"))));
        for (var round = 0; round < Rounds; round++)
        {
            var id = await server.StartInstanceAsync("cancel");
            var bookmark = (await server.BookmarksAsync(id)).Single();

            var refusals = await AtOnceAsync(() => ResumeAsync(server, bookmark, "li.na"), () => server.Runtime.CancelAsync(id, "operator", "no longer wanted", CancellationToken.None));

            refusals.OfType<Refusal>().Single().Code.ShouldBe(refusals[0] is null ? "workflows.instance-finished" : "workflows.bookmark-used");
            await ShouldHaveEndedOnceAsync(server, id, refusals[0] is null ? InstanceSubStatus.Finished : InstanceSubStatus.Cancelled, writes: refusals[0] is null ? 1 : 0);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_a_timer_and_an_approval_one_goes_on(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("deadline", TestFlow.Delay("wait", TimeSpan.FromDays(1)), TestFlow.Node("write", "Test.Write", ("text", "once"))));
        for (var round = 0; round < Rounds; round++)
        {
            var id = await server.StartInstanceAsync("deadline");
            var bookmark = (await server.BookmarksAsync(id)).Single();
            server.Clock.Advance(TimeSpan.FromDays(2));

            var refusals = await AtOnceAsync(() => ResumeAsync(server, bookmark, "li.na"), async () =>
            {
                await server.IdleAsync();
                return null;
            });

            refusals[0]?.Code.ShouldBe("workflows.bookmark-used");
            await ShouldHaveEndedOnceAsync(server, id, InstanceSubStatus.Finished, writes: 1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_start_during_a_publish_runs_one_whole_version(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(Version(1));
        for (var version = 2; version <= Rounds; version++)
        {
            var publish = Task.Run(() => server.PublishAsync(Version(version)));
            var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => server.StartInstanceAsync("whole"))));
            await publish;

            foreach (var id in ids)
            {
                var ran = (await server.InstanceAsync(id)).DefinitionVersion;
                ran.ShouldBeInRange(version - 1, version);
                (await HistoryAsync(server, id)).OfType<LineWritten>().Select(line => line.Text).ShouldBe([$"{ran}", $"{ran}", $"{ran}"]);
            }
        }

        static string Version(int version) => TestFlow.Sequence("whole", [.. Enumerable.Range(1, 3).Select(n => TestFlow.Line($"v{version}n{n}", $"{version}"))]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_people_who_complete_one_task_one_wins_and_the_other_hears_who_was_faster(TestDatabase database)
    {
        await using var leave = await InboxSituation.StartAsync(database, new() { ["assignees"] = """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""" });
        (string Person, string Name)[] people = [("li.na", "李娜"), ("wang.qiang", "王强")];
        for (var round = 0; round < 5; round++)
        {
            if (round > 0) await leave.StartFlowAsync("zhang.wei");
            var tasks = new List<Guid>();
            foreach (var (person, _) in people) tasks.Add(await ManagersTaskAsync(leave, person));

            var answers = await Task.WhenAll(people.Select((p, n) => Task.Run(() => leave.PostAsync(p.Person, tasks[n], "complete", new { action = "approve", answers = new { days = 3 } }))));

            var winner = Array.FindIndex(answers, a => a.StatusCode == HttpStatusCode.NoContent);
            var problem = await answers[1 - winner].ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.already-handled");
            problem["detail"]!.GetValue<string>().ShouldContain($"already handled by {people[winner].Name}");
        }
    }

    [Fact]
    public async Task Two_servers_on_one_database_share_the_work_and_do_none_of_it_twice()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Postgres);
        await TemplateDatabases.CopyToAsync(fresh);
        await using var one = await WorkflowServer.StartAsync(fresh);
        await one.PublishAsync(TestFlow.Sequence("shared", TestFlow.Delay("wait", TimeSpan.FromDays(1)), TestFlow.Node("call", "Test.Call", ("what", "hello")), TestFlow.Node("write", "Test.Write", ("text", "once"))));
        await using var other = await WorkflowServer.StartAsync(fresh);
        var ids = new List<string>();
        for (var n = 0; n < 20; n++) ids.Add(await (n % 2 == 0 ? one : other).StartInstanceAsync("shared"));
        one.Clock.Advance(TimeSpan.FromDays(2));
        other.Clock.Advance(TimeSpan.FromDays(2));

        // A job that one of them has leased is finished by it, however idle the other is.
        for (var turn = 0; turn < 100 && await OpenAsync(one, ids) > 0; turn++) await Task.WhenAll(Task.Run(one.IdleAsync), Task.Run(other.IdleAsync));

        foreach (var id in ids) await ShouldHaveEndedOnceAsync(one, id, InstanceSubStatus.Finished, writes: 1);
        one.World.Calls.Concat(other.World.Calls).Order(StringComparer.Ordinal).ShouldBe((await Task.WhenAll(ids.Select(one.JobsAsync))).Select(jobs => jobs.Single().IdempotencyKey).Order(StringComparer.Ordinal));
    }

    private static Task<int> OpenAsync(WorkflowServer server, List<string> ids) =>
        server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => ids.Contains(i.Id) && i.Status == InstanceStatus.Running));

    private static async Task<Guid> ManagersTaskAsync(InboxSituation leave, string person) =>
        (await leave.ListAsync(person)).Single(task => task["activityName"]!.GetValue<string>() == "直属主管")["id"]!.GetValue<Guid>();

    private static Task<Refusal?[]> AtOnceAsync(params IEnumerable<Func<Task<Refusal?>>> acts) => Task.WhenAll(acts.Select(Task.Run));

    private static Task<Refusal?> ResumeAsync(WorkflowServer server, string bookmark, string actor) => server.Runtime.ResumeAsync(new ResumeCommand(bookmark) { Actor = actor }, CancellationToken.None);

    private static async Task ShouldHaveEndedOnceAsync(WorkflowServer server, string id, InstanceSubStatus how, int writes)
    {
        var history = await HistoryAsync(server, id);
        history.OfType<InstanceMoved>().Count(m => Lifecycle.StatusOf(m.To) == InstanceStatus.Finished).ShouldBe(1);
        history.OfType<BookmarkRemoved>().Select(b => b.BookmarkId).ShouldBeUnique();
        var stored = await server.InstanceAsync(id);
        stored.SubStatus.ShouldBe(how);
        InstanceJson.Write(Instance.Replay(history)).ShouldBe(InstanceJson.Write(stored));
        (await server.BookmarksAsync(id)).ShouldBeEmpty();
        (await server.ReadAsync(db => db.ConnectorCalls.CountAsync(c => c.InstanceId == id && c.System == "Test" && c.Action == "write"))).ShouldBe(writes);
    }

    private static async Task<List<InstanceEvent>> HistoryAsync(WorkflowServer server, string id) =>
        [.. (await server.ReadAsync(db => db.WorkflowRuns.Where(r => r.InstanceId == id).OrderBy(r => r.Number).Select(r => r.Events).ToListAsync())).SelectMany(InstanceJson.ReadEvents)];
}
