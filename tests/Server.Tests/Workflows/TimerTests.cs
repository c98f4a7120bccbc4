using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>What waits for a moment goes on when it has come: once, in order, and without keeping anybody waiting.</summary>
[Early]
public sealed class TimerTests
{
    private const int Flood = 600;
    private static readonly int[] Mixed = [3, 1, 5, 2, 4];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_delay_waits_until_its_moment_and_not_longer(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Delay(TimeSpan.FromDays(30)));
        var id = await server.StartInstanceAsync("delay");

        await server.AdvanceAsync(TimeSpan.FromDays(29));
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Suspended);

        await server.AdvanceAsync(TimeSpan.FromDays(1));
        (await server.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_due_goes_on_in_due_order(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(TestFlow.Parallel("order", [.. Mixed.Select(n => TestFlow.Delay($"d{n}", TimeSpan.FromHours(n)))]));
        var id = await server.StartInstanceAsync("order");

        await server.AdvanceAsync(TimeSpan.FromHours(6));

        var order = await server.ReadAsync(async db => (await db.WorkflowRuns.Where(r => r.InstanceId == id && r.Number > 1).OrderBy(r => r.Number).ToListAsync())
            .SelectMany(r => InstanceJson.ReadEvents(r.Events)).OfType<ActivityCompleted>().Select(e => e.Node[(e.Node.LastIndexOf(':') + 1)..]).Where(n => n.StartsWith('d')).ToList());
        order.ShouldBe(["d1", "d2", "d3", "d4", "d5"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7735_a_flood_of_past_due_timers_does_not_block_the_host(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Delay(TimeSpan.FromDays(1)));
        await CopyAsync(server, await server.StartInstanceAsync("delay"), Flood - 1);
        var client = await server.Server.SignInAsync("liu.yang");

        server.Clock.Advance(TimeSpan.FromDays(2));
        var work = server.IdleAsync();
        var answered = 0;
        for (; answered < 20 && !work.IsCompleted; answered++) (await client.GetAsync("/api/me")).EnsureSuccessStatusCode();

        answered.ShouldBeGreaterThan(0, "answers while the flood was being worked off");
        await work;
        (await server.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.SubStatus == InstanceSubStatus.Finished))).ShouldBe(Flood);
        (await server.ReadAsync(db => db.WorkflowRuns.CountAsync(r => r.Number == 2))).ShouldBe(Flood);
        (await server.ReadAsync(db => db.WorkflowBookmarks.CountAsync())).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_3110_a_restart_does_not_make_timers_go_off_twice(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        string id;
        await using (var first = await WorkflowServer.StartAsync(fresh))
        {
            await first.PublishAsync(TestFlow.Sequence("delay", TestFlow.Delay("wait", TimeSpan.FromSeconds(1)), TestFlow.Node("write", "Test.Write", ("text", "once"))));
            id = await first.StartInstanceAsync("delay");
        }

        for (var start = 0; start < 3; start++)
        {
            await using var again = await WorkflowServer.StartAsync(fresh);
            await again.AdvanceAsync(TimeSpan.FromDays(1));
            (await again.ReadAsync(db => db.ConnectorCalls.CountAsync(c => c.InstanceId == id))).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_timer_that_cannot_go_on_is_put_off_and_holds_up_no_other(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(Delay(TimeSpan.FromHours(1)));
        var broken = await server.StartInstanceAsync("delay");
        var sound = await server.StartInstanceAsync("delay");
        await server.ReadAsync(db => db.WorkflowInstances.Where(i => i.Id == broken).ExecuteUpdateAsync(u => u.SetProperty(i => i.State, "{}")));

        await server.AdvanceAsync(TimeSpan.FromHours(2));

        (await server.InstanceAsync(sound)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        var left = await server.ReadAsync(db => db.WorkflowBookmarks.SingleAsync());
        left.InstanceId.ShouldBe(broken);
        left.FailedTries.ShouldBe(1);
        left.DueUtc!.Value.ShouldBeGreaterThan(server.Clock.GetUtcNow().UtcDateTime);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_heartbeat_finds_what_is_due_without_being_told(TestDatabase database)
    {
        await using var server = await WorkflowServer.StartAsync(database);
        await server.PublishAsync(TestFlow.Sequence("soon", TestFlow.Delay("wait", TimeSpan.FromMilliseconds(200)), TestFlow.Node("call", "Test.Call", ("what", "hello"))));
        var called = new TaskCompletionSource();
        server.World.Next((_, _) =>
        {
            called.SetResult();
            return Task.FromResult<HrBpm.Workflows.Authoring.ActivityResult>(new HrBpm.Workflows.Authoring.ActivityResult.Completed([]));
        });

        await server.StartInstanceAsync("soon");

        await called.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static string Delay(TimeSpan span) => TestFlow.Sequence("delay", TestFlow.Delay("wait", span), TestFlow.Line("said", "gone on"));

    // Starting hundreds of instances one by one would only test the start.
    private static Task<int> CopyAsync(WorkflowServer server, string id, int copies) => server.ReadAsync(async db =>
    {
        var instance = await db.WorkflowInstances.AsNoTracking().SingleAsync(i => i.Id == id);
        var bookmark = await db.WorkflowBookmarks.AsNoTracking().SingleAsync(b => b.InstanceId == id);
        for (var n = 0; n < copies; n++)
        {
            var copy = Guid.CreateVersion7().ToString("N");
            db.Add(new WorkflowInstance
            {
                Id = copy, CompanyId = instance.CompanyId, DefinitionId = instance.DefinitionId, DefinitionVersionId = instance.DefinitionVersionId, DefinitionVersion = 1,
                Initiator = instance.Initiator, Status = instance.Status, SubStatus = instance.SubStatus, CreatedUtc = instance.CreatedUtc, UpdatedUtc = instance.UpdatedUtc,
                State = instance.State.Replace(id, copy, StringComparison.Ordinal), Version = 1,
            });
            db.Add(new WorkflowBookmark
            {
                Id = bookmark.Id.Replace(id, copy, StringComparison.Ordinal), InstanceId = copy, CompanyId = bookmark.CompanyId, Name = bookmark.Name, Hash = bookmark.Hash, Node = bookmark.Node,
                CreatedUtc = bookmark.CreatedUtc, DueUtc = bookmark.DueUtc,
            });
        }

        return await db.SaveChangesAsync();
    });
}
