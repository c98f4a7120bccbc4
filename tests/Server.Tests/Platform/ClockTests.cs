using HrBpm.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Platform;

public sealed class ClockTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_clock_that_was_moved_stays_moved_after_a_restart(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        await using (var before = await HrBpmServer.StartAsync(fresh))
        {
            await AdvanceAsync(before, TimeSpan.FromDays(20));
            await AdvanceAsync(before, TimeSpan.FromDays(10));
        }

        await using var after = await HrBpmServer.StartAsync(fresh);

        after.Clock.Offset.ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task Another_process_on_the_same_database_follows_the_clock()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Postgres);
        await TemplateDatabases.CopyToAsync(fresh);
        await using var one = await HrBpmServer.StartAsync(fresh);
        await using var other = await HrBpmServer.StartAsync(fresh);
        var followed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Clock.Shifted += () => followed.TrySetResult();

        await AdvanceAsync(one, TimeSpan.FromDays(3));

        await followed.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        other.Clock.Offset.ShouldBe(TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task A_moved_clock_without_the_sandbox_stops_the_start()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Sqlite);
        await TemplateDatabases.CopyToAsync(fresh);
        await using (var sandbox = await HrBpmServer.StartAsync(fresh)) await AdvanceAsync(sandbox, TimeSpan.FromDays(1));

        var refused = await Should.ThrowAsync<SettingsException>(() => HrBpmServer.StartAsync(fresh, new Dictionary<string, string?> { ["Sandbox:Enabled"] = "false" }));

        refused.Message.ShouldContain("Sandbox:Enabled");
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        var clock = new ShiftableClock();
        clock.ShiftTo(TimeSpan.FromDays(2));
        clock.ShiftTo(TimeSpan.FromDays(1));

        clock.Offset.ShouldBe(TimeSpan.FromDays(2));
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Moments_are_whole_microseconds() => (new ShiftableClock().GetUtcNow().Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);

    private static Task<DateTime> AdvanceAsync(HrBpmServer server, TimeSpan by) =>
        server.InScopeAsync(s => s.GetRequiredService<StoredClock>().AdvanceAsync(by, default));
}
