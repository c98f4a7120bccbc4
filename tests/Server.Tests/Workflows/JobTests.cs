using System.Net.Http.Json;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Work outside the transaction: taken at once, tried again, given up in the open, and never lost with a process.</summary>
public sealed class JobTests
{
    private static readonly string Calls = TestFlow.Sequence("calls", TestFlow.Node("call", "Test.Call", ("what", "hello")), TestFlow.Line("said", "done"));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_job_is_taken_after_the_commit_and_resumes_its_step(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        var id = await server.StartInstanceAsync("calls");

        await server.IdleAsync();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await server.InstanceAsync(id)).ActivityOutputs.Values.Single()["answer"].ShouldBe("heard hello");
        var job = (await server.JobsAsync(id)).Single();
        (job.State, job.Attempts, job.Owner).ShouldBe((JobState.Done, 1, null));
        server.World.Calls.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_job_that_breaks_down_is_tried_again_later_with_the_same_key(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        server.World.BreakDown(2);
        var id = await server.StartInstanceAsync("calls");

        await server.IdleAsync();
        var resting = (await server.JobsAsync(id)).Single();
        (resting.State, resting.Attempts, resting.LastProblem).ShouldBe((JobState.Pending, 1, "the line is dead"));
        (resting.NotBeforeUtc - server.Clock.GetUtcNow().UtcDateTime).ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12.1));

        await server.AdvanceAsync(TimeSpan.FromSeconds(13));
        (await server.JobsAsync(id)).Single().Attempts.ShouldBe(2);
        await server.AdvanceAsync(TimeSpan.FromSeconds(25));

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        server.World.Calls.Count.ShouldBe(3);
        server.World.Calls.Distinct().Count().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_exhausted_job_becomes_an_incident_that_a_retry_mends(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        var (id, incident) = await ExhaustAsync(server);
        (await server.JobsAsync(id)).Single().State.ShouldBe(JobState.Failed);
        incident.Code.ShouldBe("jobs.exhausted");
        incident.Message.ShouldContain("the line is dead");

        var client = await server.Server.SignInAsync("xu.nuo");
        (await client.PostAsJsonAsync($"/api/instances/{id}/incidents/{incident.Id}/resolve", new { how = "retry" })).EnsureSuccessStatusCode();
        await server.IdleAsync();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await server.JobsAsync(id)).Select(j => j.State).ShouldBe([JobState.Failed, JobState.Done]);
        server.World.Calls.Distinct().Count().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_incident_can_be_skipped_with_a_reason(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        var (id, incident) = await ExhaustAsync(server);
        var client = await server.Server.SignInAsync("xu.nuo");
        var path = $"/api/instances/{id}/incidents/{incident.Id}/resolve";

        ((int)(await client.PostAsJsonAsync(path, new { how = "skip" })).StatusCode).ShouldBe(400);
        (await client.PostAsJsonAsync(path, new { how = "skip", reason = "已电话确认" })).EnsureSuccessStatusCode();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        var settled = await server.ReadAsync(db => db.WorkflowIncidents.SingleAsync(i => i.InstanceId == id));
        (settled.Resolution, settled.Reason).ShouldBe((Resolution.Skip, "已电话确认"));
        settled.ResolvedUtc.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_incident_can_be_answered_by_hand(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        var (id, incident) = await ExhaustAsync(server);
        var client = await server.Server.SignInAsync("xu.nuo");

        (await client.PostAsJsonAsync($"/api/instances/{id}/incidents/{incident.Id}/resolve", new { how = "answer", reason = "asked by phone", outcome = "Done", outputs = new { answer = "yes" } })).EnsureSuccessStatusCode();

        var after = await server.InstanceAsync(id);
        after.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        after.ActivityOutputs.Values.Single()["answer"].ShouldBe("yes");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_permanent_failure_is_an_incident_at_once(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        server.World.Next((_, _) => Task.FromResult<ActivityResult>(new ActivityResult.Failed("test.refused", "Expected yes, but the answer is no.")));
        var id = await server.StartInstanceAsync("calls");

        await server.IdleAsync();

        var incident = await server.ReadAsync(db => db.WorkflowIncidents.SingleAsync(i => i.InstanceId == id));
        (incident.Code, incident.Message).ShouldBe(("test.refused", "Expected yes, but the answer is no."));
        (await server.JobsAsync(id)).Single().Attempts.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Asking_again_uses_up_no_attempt(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        const int Questions = 10;
        for (var n = 0; n < Questions; n++) server.World.Next((_, _) => Task.FromResult<ActivityResult>(new ActivityResult.AskAgain(TimeSpan.FromHours(1), "not yet")));
        var id = await server.StartInstanceAsync("calls");
        await server.IdleAsync();
        (await server.JobsAsync(id)).Single().LastProblem.ShouldBe("not yet");

        for (var hour = 0; hour < Questions; hour++) await server.AdvanceAsync(TimeSpan.FromHours(1));

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await server.JobsAsync(id)).Single().Attempts.ShouldBe(1);
        server.World.Calls.Count.ShouldBe(Questions + 1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_job_of_a_process_that_died_is_taken_over_when_its_lease_runs_out(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        server.World.Next((_, _) => Task.FromResult<ActivityResult>(new ActivityResult.AskAgain(TimeSpan.FromMinutes(1), "later")));
        var id = await server.StartInstanceAsync("calls");
        await server.IdleAsync();
        await AbandonAsync(server, id, attempts: 1);

        await server.AdvanceAsync(TimeSpan.FromSeconds(59));
        (await server.JobsAsync(id)).Single().Owner.ShouldBe("a dead process");

        await server.AdvanceAsync(TimeSpan.FromSeconds(2));
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await server.JobsAsync(id)).Single().Attempts.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_process_that_dies_in_the_last_attempt_leaves_an_incident(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        server.World.Next((_, _) => Task.FromResult<ActivityResult>(new ActivityResult.AskAgain(TimeSpan.FromMinutes(1), "later")));
        var id = await server.StartInstanceAsync("calls");
        await server.IdleAsync();
        await AbandonAsync(server, id, attempts: 3);

        await server.AdvanceAsync(TimeSpan.FromSeconds(61));

        (await server.ReadAsync(db => db.WorkflowIncidents.SingleAsync(i => i.InstanceId == id))).Code.ShouldBe("jobs.exhausted");
        server.World.Calls.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_worker_that_lost_its_lease_records_nothing(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        var (called, answer) = server.World.Hold();
        var id = await server.StartInstanceAsync("calls");
        await called.WaitAsync(TimeSpan.FromMinutes(1));
        await AbandonAsync(server, id, attempts: 2);

        answer.SetResult(new ActivityResult.Completed([]));
        await server.IdleAsync();

        var job = (await server.JobsAsync(id)).Single();
        (job.State, job.Owner).ShouldBe((JobState.Running, "a dead process"));
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_running_job_keeps_its_lease_when_the_clock_is_moved(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        var (called, answer) = server.World.Hold();
        var id = await server.StartInstanceAsync("calls");
        await called.WaitAsync(TimeSpan.FromMinutes(1));

        var idle = server.AdvanceAsync(TimeSpan.FromDays(1));
        answer.SetResult(new ActivityResult.Completed([]));
        await idle;

        server.World.Calls.Count.ShouldBe(1);
        (await server.JobsAsync(id)).Single().State.ShouldBe(JobState.Done);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_job_whose_step_was_cancelled_is_dropped(TestDatabase database)
    {
        await using var server = await StartAsync(database);
        server.World.BreakDown(1);
        var id = await server.StartInstanceAsync("calls");
        await server.IdleAsync();
        await server.Runtime.CancelAsync(id, "operator", "not wanted", CancellationToken.None);

        await server.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await server.JobsAsync(id)).Single().State.ShouldBe(JobState.Dropped);
        server.World.Calls.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_job_that_nothing_waits_for_only_records(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(TestFlow.Sequence("notify", TestFlow.Node("tell", "Test.Notify")));
        var id = await server.StartInstanceAsync("notify");

        await server.IdleAsync();

        (await server.JobsAsync(id)).Single().State.ShouldBe(JobState.Done);
        (await server.ReadAsync(db => db.WorkflowRuns.CountAsync(r => r.InstanceId == id))).ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_run_side_by_side_up_to_the_limit()
    {
        await using var server = await WorkflowServer.StartAsync(TestDatabase.Sqlite, null, ("Jobs:Parallelism", "3"));
        await server.PublishAsync(TestFlow.Parallel("many", [.. Enumerable.Range(0, 8).Select(n => TestFlow.Node($"c{n}", "Test.Call", ("what", "x")))]));
        var three = new TaskCompletionSource();
        for (var n = 0; n < 8; n++)
            server.World.Next(async (_, ct) =>
            {
                if (server.World.Underway == 3) three.TrySetResult();
                await three.Task.WaitAsync(ct);
                return new ActivityResult.Completed([]);
            });

        var id = await server.StartInstanceAsync("many");
        await server.IdleAsync();

        server.World.MostUnderway.ShouldBe(3);
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_stopping_server_hands_its_running_jobs_back(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        string id;
        await using (var first = await WorkflowServer.StartAsync(fresh, builder => builder.Services.AddSingleton(new JobOptions { StopsAfter = TimeSpan.Zero })))
        {
            await first.PublishAsync(Calls);
            var called = new TaskCompletionSource();
            first.World.Next(async (_, ct) =>
            {
                called.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                throw new InvalidOperationException("Expected to be broken off.");
            });
            id = await first.StartInstanceAsync("calls");
            await called.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        await using var second = await WorkflowServer.StartAsync(fresh);
        await second.IdleAsync();

        (await second.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await second.JobsAsync(id)).Single().Attempts.ShouldBe(1);
    }

    private static async Task<WorkflowServer> StartAsync(TestDatabase database)
    {
        var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Calls);
        return server;
    }

    private static async Task<(string InstanceId, WorkflowIncident Incident)> ExhaustAsync(WorkflowServer server)
    {
        server.World.BreakDown(3);
        var id = await server.StartInstanceAsync("calls");
        await server.IdleAsync();
        await server.AdvanceAsync(TimeSpan.FromSeconds(13));
        await server.AdvanceAsync(TimeSpan.FromSeconds(25));
        return (id, await server.ReadAsync(db => db.WorkflowIncidents.SingleAsync(i => i.InstanceId == id)));
    }

    // What a process leaves behind that was killed in the middle of an attempt.
    private static Task<int> AbandonAsync(WorkflowServer server, string instanceId, int attempts)
    {
        var until = server.Clock.GetUtcNow().UtcDateTime.AddSeconds(60);
        return server.ReadAsync(db => db.WorkflowJobs.Where(j => j.InstanceId == instanceId).ExecuteUpdateAsync(u => u
            .SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Owner, "a dead process").SetProperty(j => j.LeaseUntilUtc, until)
            .SetProperty(j => j.Attempts, attempts).SetProperty(j => j.Version, j => j.Version + 1)));
    }
}
