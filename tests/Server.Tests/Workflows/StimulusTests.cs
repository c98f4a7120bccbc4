using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Events and triggers in the database: written down with the run that publishes, done once, and only within a company.</summary>
public sealed class StimulusTests(WorkflowServers servers) : IClassFixture<WorkflowServers>
{
    private static readonly Guid OtherCompany = DemoIds.Of("company:星河贸易");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_starts_by_triggers_then_resumes_what_waits(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("waits-go", TestFlow.Event("go"), TestFlow.Line("said", "went")));
        await server.PublishAsync(TestFlow.Sequence("starts-go", TestFlow.Starts(TestFlow.Event("go")), TestFlow.Line("said", "began")));
        var waiting = await server.StartInstanceAsync("waits-go");

        var sent = await PublishAsync(server, "go", Company);

        sent.Resumed.Count.ShouldBe(1);
        (await server.InstanceAsync(waiting)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        var started = await server.InstanceAsync(sent.Started.Single());
        (started.SubStatus, started.DefinitionId, started.TenantId).ShouldBe((InstanceSubStatus.Finished, "starts-go", Company));
        ((Dictionary<string, object?>)started.ActivityOutputs["Workflow1:steps:go"]["result"]!)["n"].ShouldBe(1);
        (await DeliveriesAsync(server)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_that_a_run_publishes_commits_with_it_and_is_delivered_after_it(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("listens", TestFlow.Event("ping"), TestFlow.Line("said", "heard")));
        await server.PublishAsync(TestFlow.Sequence("publishes", TestFlow.Node("p", "Elsa.PublishEvent", ("eventName", "ping"))));
        var listener = await server.StartInstanceAsync("listens");

        await server.StartInstanceAsync("publishes");
        await server.IdleAsync();

        (await server.InstanceAsync(listener)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_process_that_died_has_sent_is_delivered_by_the_next(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("survives", TestFlow.Event("survivor"), TestFlow.Line("said", "heard")));
        var id = await server.StartInstanceAsync("survives");
        await LeaveAsync(server, new Delivery("left-behind", Company, 1, Stimulus("survivor"), server.Clock.GetUtcNow().UtcDateTime));

        await server.IdleAsync();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7397_a_delivery_that_eight_do_at_once_is_done_once(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        // The next step waits for the same event at once, so that a second delivery would find something to resume.
        await server.PublishAsync(TestFlow.Sequence("hears-again", Enumerable.Range(1, 6).Select(n => TestFlow.Node($"again{n}", "Elsa.Event", ("eventName", "again")))));
        var id = await server.StartInstanceAsync("hears-again");
        for (var round = 1; round <= 5; round++)
        {
            var delivery = new Delivery($"again-{round}", Company, 1, Stimulus("again"), server.Clock.GetUtcNow().UtcDateTime);
            await LeaveAsync(server, delivery);

            var deliveries = server.Services.GetRequiredService<Deliveries>();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => deliveries.TryAsync(delivery, CancellationToken.None))));
            await server.IdleAsync();

            (await server.ReadAsync(db => db.WorkflowRuns.CountAsync(r => r.InstanceId == id))).ShouldBe(round + 1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7223_fifty_events_for_one_instance_at_once_all_arrive(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        var names = Enumerable.Range(0, 50).Select(n => $"burst{n}").ToList();
        await server.PublishAsync(TestFlow.Parallel("burst", [.. names.Select(TestFlow.Event)]));
        var id = await server.StartInstanceAsync("burst");

        await Task.WhenAll(names.Select(name => Task.Run(() => PublishAsync(server, name, Company))));
        await server.IdleAsync();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_and_the_step_that_waits_for_it_at_once_always_meet(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("meets", TestFlow.Event("meet"), TestFlow.Line("said", "met")));
        for (var round = 0; round < 10; round++)
        {
            var start = Task.Run(() => server.StartInstanceAsync("meets", $"meets-{round}"));
            await Task.WhenAll(start, Task.Run(() => server.Services.GetRequiredService<StimulusSender>().PublishEventAsync(Company, "meet", null, CancellationToken.None, instanceId: $"meets-{round}")));
            await server.IdleAsync();

            (await server.InstanceAsync(await start)).SubStatus.ShouldBe(InstanceSubStatus.Finished, $"round {round}");
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_early_event_is_kept_for_ten_minutes(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("late", TestFlow.Event("early"), TestFlow.Line("said", "met")));

        (await PublishAsync(server, "early", Company)).Resumed.ShouldBeEmpty();
        await server.AdvanceAsync(TimeSpan.FromMinutes(9));
        var first = await server.StartInstanceAsync("late");
        await server.IdleAsync();
        await PublishAsync(server, "early", Company);
        await server.AdvanceAsync(TimeSpan.FromMinutes(11));
        var second = await server.StartInstanceAsync("late");
        await server.IdleAsync();

        (await server.InstanceAsync(first)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await server.InstanceAsync(second)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_company_hears_only_its_own_events(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("ours", TestFlow.Event("secret"), TestFlow.Line("said", "heard")));
        var id = await server.StartInstanceAsync("ours");

        await PublishAsync(server, "secret", OtherCompany.ToString("D"));
        await server.IdleAsync();

        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_companys_trigger_starts_only_its_own_instances(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishForAsync(server, OtherCompany, "theirs", TestFlow.Sequence("theirs", TestFlow.Starts(TestFlow.Event("begin-theirs"))));

        (await PublishAsync(server, "begin-theirs", Company)).Started.ShouldBeEmpty();
        var started = (await PublishAsync(server, "begin-theirs", OtherCompany.ToString("D"))).Started.Single();

        (await server.InstanceAsync(started)).TenantId.ShouldBe(OtherCompany.ToString("D"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_companys_own_definition_takes_the_place_of_everybodys(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(TestFlow.Sequence("shared", TestFlow.Starts(TestFlow.Event("begin-shared"))));
        await PublishForAsync(server, OtherCompany, "shared", TestFlow.Sequence("shared", TestFlow.Line("said", "no trigger")));

        (await PublishAsync(server, "begin-shared", Company)).Started.Count.ShouldBe(1);
        (await PublishAsync(server, "begin-shared", OtherCompany.ToString("D"))).Started.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Publishing_and_retracting_renew_the_index_of_triggers(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishForAsync(server, Guid.Parse(Company), "renewed", TestFlow.Sequence("renewed", TestFlow.Starts(TestFlow.Event("v1")), TestFlow.Starts(TestFlow.Event("v1b"))));
        await PublishForAsync(server, Guid.Parse(Company), "renewed", TestFlow.Sequence("renewed", TestFlow.Starts(TestFlow.Event("v2"))));

        (await PublishAsync(server, "v1", Company)).Started.ShouldBeEmpty();
        (await PublishAsync(server, "v2", Company)).Started.Count.ShouldBe(1);

        await server.Server.InScopeAsync(async services =>
        {
            await services.GetRequiredService<TriggerIndex>().RenewAsync(Guid.Parse(Company), "renewed", null, CancellationToken.None);
            return await services.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });
        (await PublishAsync(server, "v2", Company)).Started.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_definition_that_follows_another_one_is_started_in_its_new_version(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        var company = Guid.Parse(Company);
        await PublishForAsync(server, company, "followed", TestFlow.Sequence("followed", TestFlow.Line("said", "old")));
        await PublishForAsync(server, company, "follows", TestFlow.Sequence("follows", TestFlow.Starts(TestFlow.Event("begin-follows")), TestFlow.Node("part", "Followed", ("workflowDefinitionId", "followed"))));
        await PublishForAsync(server, company, "followed", TestFlow.Sequence("followed", TestFlow.Line("said", "new")));

        await server.Server.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            var used = await db.DefinitionVersions.SingleAsync(d => d.DefinitionId == "followed" && d.IsPublished);
            await services.GetRequiredService<ConsumingDefinitions>().UpdateAsync(new DefinitionAuthor(company, "author"), used, CancellationToken.None);
            return await db.SaveChangesAsync();
        });

        var started = await server.InstanceAsync((await PublishAsync(server, "begin-follows", Company)).Started.Single());
        (started.DefinitionVersion, started.SubStatus).ShouldBe((2, InstanceSubStatus.Finished));
        started.Parts!.Values.Single().ShouldBe(await server.ReadAsync(db => db.DefinitionVersions.Where(d => d.DefinitionId == "followed" && d.IsPublished).Select(d => d.Id).SingleAsync()));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_that_comes_while_a_version_is_published_starts_one_of_the_two(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        string Version(int n) => TestFlow.Sequence("republished", TestFlow.Starts(TestFlow.Event("begin-republished")), TestFlow.Line("said", $"version {n}"));
        await server.PublishAsync(Version(0));
        for (var round = 1; round <= 5; round++)
        {
            var publish = Task.Run(() => server.PublishAsync(Version(round)));
            var sent = await Task.Run(() => PublishAsync(server, "begin-republished", Company));
            await publish;

            var started = await server.InstanceAsync(sent.Started.Single());
            started.SubStatus.ShouldBe(InstanceSubStatus.Finished);
            started.DefinitionVersion.ShouldBeInRange(round, round + 1);
        }
    }

    private static readonly string Company = WorkflowServer.Company.ToString("D");

    private static Task<SentStimulus> PublishAsync(WorkflowServer server, string name, string company) =>
        server.Services.GetRequiredService<StimulusSender>().PublishEventAsync(company, name, new Dictionary<string, object?> { ["n"] = 1 }, CancellationToken.None);

    private static SendStimulus Stimulus(string eventName) => new(StimulusNames.Event, new Dictionary<string, object?> { ["EventName"] = eventName }) { TenantId = Company };

    private static Task<int> DeliveriesAsync(WorkflowServer server) => server.ReadAsync(db => db.WorkflowDeliveries.CountAsync(d => d.KeptUntilUtc == null));

    // What a run would have committed just before its process died.
    private static Task<int> LeaveAsync(WorkflowServer server, Delivery delivery) => server.ReadAsync(db =>
    {
        db.Add(WorkflowDelivery.Of(delivery));
        return db.SaveChangesAsync();
    });

    private static Task<int> PublishForAsync(WorkflowServer server, Guid owner, string definitionId, string json) => server.Server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var earlier = await db.DefinitionVersions.Where(d => d.OwnerId == owner && d.DefinitionId == definitionId).ToListAsync();
        foreach (var version in earlier.Where(d => d.IsPublished)) version.Retract();
        foreach (var version in earlier) version.IsLatest = false;
        var published = new DefinitionVersion
        {
            Id = Guid.CreateVersion7().ToString("N"), OwnerId = owner, DefinitionId = definitionId, Version = earlier.Count + 1, CreatedUtc = DateTime.UnixEpoch, IsLatest = true,
        }.Rewrite(WorkflowDefinition.Read(json), json).Publish(DateTime.UnixEpoch);
        db.Add(published);
        await services.GetRequiredService<TriggerIndex>().RenewAsync(owner, definitionId, published, CancellationToken.None);
        return await db.SaveChangesAsync();
    });
}
