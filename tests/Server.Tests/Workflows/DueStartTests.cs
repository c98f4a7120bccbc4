using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Timers at the head of a flow start an instance at each of their moments: one in each company, and once.</summary>
public sealed class DueStartTests(WorkflowServers servers) : IClassFixture<WorkflowServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_timer_starts_an_instance_at_each_interval_until_its_definition_is_retracted(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "often", Timer(TimeSpan.FromHours(1)));

        await server.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await StartedAsync(server, "often")).ShouldBe(0);
        await server.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await StartedAsync(server, "often")).ShouldBe(1);
        await server.AdvanceAsync(TimeSpan.FromHours(1));
        (await StartedAsync(server, "often")).ShouldBe(2);

        await RetractAsync(server, "often");
        await server.AdvanceAsync(TimeSpan.FromDays(1));
        (await StartedAsync(server, "often")).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_5454_a_start_at_starts_once_and_not_again_when_the_server_does(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await using (var first = await WorkflowServer.StartAsync(fresh))
            await PublishAsync(first, "once", TestFlow.Node("at", "Elsa.StartAt", ("dateTime", first.Clock.GetUtcNow().AddHours(1).ToString("O"))));

        for (var start = 0; start < 3; start++)
        {
            await using var again = await WorkflowServer.StartAsync(fresh);
            await again.AdvanceAsync(TimeSpan.FromDays(1));
            (await StartedAsync(again, "once")).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_3110_a_restart_makes_no_second_schedule(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await using (var first = await WorkflowServer.StartAsync(fresh)) await PublishAsync(first, "hourly", Timer(TimeSpan.FromHours(1)));

        for (var start = 1; start <= 3; start++)
        {
            await using var again = await WorkflowServer.StartAsync(fresh);
            await again.AdvanceAsync(TimeSpan.FromHours(start));
            (await StartedAsync(again, "hourly")).ShouldBe(start);
            (await again.ReadAsync(db => db.WorkflowTriggers.CountAsync(t => t.DefinitionId == "hourly"))).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_4818_each_moment_starts_once_however_many_look_for_it(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "raced", Timer(TimeSpan.FromHours(1)));
        // Every looker is a DueStarts of its own, as in a process of its own: nothing but the database keeps them apart.
        var lookers = Enumerable.Range(0, 8).Select(_ => ActivatorUtilities.CreateInstance<DueStarts>(server.Services)).ToList();

        for (var round = 1; round <= 5; round++)
        {
            server.Clock.Advance(TimeSpan.FromHours(1));
            await Task.WhenAll(lookers.Select(l => Task.Run(() => l.RunDueAsync(CancellationToken.None))));
            await server.IdleAsync();
            (await StartedAsync(server, "raced")).ShouldBe(round);
        }

        await RetractAsync(server, "raced");
        lookers.ForEach(l => l.Dispose());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7735_a_flood_of_past_due_starts_does_not_block_the_host(TestDatabase database)
    {
        const int flood = 300;
        var server = await servers.OnAsync(database);
        await PublishAsync(server, "flood", Timer(TimeSpan.FromMinutes(1)));
        await CopyAsync(server, flood - 1);
        var client = await server.Server.SignInAsync("liu.yang");

        server.Clock.Advance(TimeSpan.FromDays(3));
        var work = server.IdleAsync();
        var answered = 0;
        for (; answered < 5 && !work.IsCompleted; answered++) (await client.GetAsync("/api/me")).EnsureSuccessStatusCode();

        answered.ShouldBeGreaterThan(0, "answers while the flood was being worked off");
        await work;
        (await StartedAsync(server, "flood")).ShouldBe(flood, "one start for each trigger, not for each moment that was missed");
        await RetractAsync(server, "flood");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_belongs_to_all_companies_starts_in_each_that_employs_anybody(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        await server.PublishAsync(Json("everywhere", Timer(TimeSpan.FromHours(1))));

        await server.AdvanceAsync(TimeSpan.FromHours(1));

        var companies = await server.ReadAsync(db => db.WorkflowInstances.Where(i => i.DefinitionId == "everywhere").Select(i => i.CompanyId).ToListAsync());
        companies.Order().ShouldBe((await server.ReadAsync(db => db.Employments.Select(e => e.CompanyId).Distinct().ToListAsync())).Order());
        companies.Count.ShouldBeGreaterThan(1);
        await RetractAsync(server, "everywhere", DefinitionVersion.AllCompanies);
    }

    private static JsonObject Timer(TimeSpan interval) => TestFlow.Node("timer", "Elsa.Timer", ("interval", interval.ToString("c")));

    private static string Json(string definitionId, JsonObject trigger) => TestFlow.Sequence(definitionId, TestFlow.Starts(trigger), TestFlow.Line("said", "began"));

    // Published for one company, so that one instance is one start.
    private static async Task PublishAsync(WorkflowServer server, string definitionId, JsonObject trigger)
    {
        var json = Json(definitionId, trigger);
        await server.PublishAsync(json);
        await server.ReadAsync(db => db.DefinitionVersions.Where(d => d.DefinitionId == definitionId).ExecuteUpdateAsync(u => u.SetProperty(d => d.OwnerId, WorkflowServer.Company)));
        await server.ReadAsync(db => db.WorkflowTriggers.Where(t => t.DefinitionId == definitionId).ExecuteUpdateAsync(u => u.SetProperty(t => t.OwnerId, WorkflowServer.Company)));
    }

    private static Task<int> RetractAsync(WorkflowServer server, string definitionId, Guid? owner = null) => server.Server.InScopeAsync(async services =>
    {
        await services.GetRequiredService<TriggerIndex>().RenewAsync(owner ?? WorkflowServer.Company, definitionId, null, CancellationToken.None);
        return await services.GetRequiredService<AppDbContext>().SaveChangesAsync();
    });

    private static Task<int> StartedAsync(WorkflowServer server, string definitionId) =>
        server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.DefinitionId == definitionId && i.SubStatus == InstanceSubStatus.Finished));

    private static Task<int> CopyAsync(WorkflowServer server, int copies) => server.ReadAsync(async db =>
    {
        var trigger = await db.WorkflowTriggers.AsNoTracking().SingleAsync(t => t.DefinitionId == "flood");
        for (var n = 0; n < copies; n++)
            db.Add(new WorkflowTrigger
            {
                OwnerId = trigger.OwnerId, DefinitionId = trigger.DefinitionId, DefinitionVersionId = trigger.DefinitionVersionId, Version = trigger.Version, Number = n + 2, Node = trigger.Node,
                ActivityType = trigger.ActivityType, Name = trigger.Name, Hash = trigger.Hash, Payload = trigger.Payload, DueUtc = trigger.DueUtc,
            });
        return await db.SaveChangesAsync();
    });
}
