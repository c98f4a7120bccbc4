using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Server.Features.Sandbox.Faults;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Server.Tests.Sandbox;

public sealed class SandboxFaultTests
{
    private static Task<SandboxRig> StartAsync(params (string Key, string Value)[] settings) => SandboxRig.StartAsync(TestDatabase.Sqlite, settings);

    private static DisableMember Disable(SandboxRig rig) => new(rig.WeCom, rig.Time) { UserId = "zhangwei" };

    private static ReleaseItems Release(SandboxRig rig) => new(rig.Payroll) { StatementId = "st-1", EmployeeNumber = "XH-1", Items = [new("i-1", "wage", 100, "CNY")] };

    private static async Task<ConnectorException> FailureAsync(SandboxRig rig, Activity activity) => await Should.ThrowAsync<ConnectorException>(() => rig.RunAsync(activity));

    [Fact]
    public async Task When_a_third_of_the_calls_fails_everything_is_still_done_once()
    {
        await using var rig = await StartAsync();
        foreach (var system in new[] { "weCom", "scim", "payroll" })
        {
            await rig.FaultAsync(new { system, kind = "http5xx", rate = 0.3, seed = 7 });
            await rig.FaultAsync(new { system, kind = "down", rate = 0.1, seed = 8 });
        }
        (string UserName, string UserId)[] leavers = [("zhang.wei", "zhangwei"), ("li.na", "lina"), ("sun.lei", "sunlei"), ("zhou.ting", "zhouting")];
        foreach (var (userName, userId) in leavers)
        {
            Func<Activity>[] steps =
            [
                () => new SendMessage(rig.WeCom) { ToUserIds = [userId], Title = "离职审批", Url = "https://hr.example/1", TaskId = $"t-{userId}" },
                () => new DisableUser(rig.Scim, rig.Time) { UserName = userName },
                () => new DisableMember(rig.WeCom, rig.Time) { UserId = userId },
                () => new ReleaseItems(rig.Payroll) { StatementId = $"st-{userId}", EmployeeNumber = "XH-1", Items = [new($"i-{userId}", "wage", 100, "CNY")] },
            ];
            foreach (var step in steps)
            {
                var (result, _) = await rig.RunUntilDoneAsync(step);
                result.ShouldBeOfType<ActivityResult.Completed>(result.ToString());
            }
        }
        var effects = await rig.EffectsAsync();
        effects.Repeated.ShouldBeEmpty();
        effects.Counts.ShouldBe(new Dictionary<string, int> { ["payroll.itemPaid"] = 4, ["scim.userDisabled"] = 4, ["weCom.memberDisabled"] = 4, ["weCom.messageDelivered"] = 4 }, ignoreOrder: true);
        (await HitsAsync(rig)).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_transfer_through_failing_calls_starts_each_customer_once()
    {
        await using var rig = await StartAsync();
        await rig.RunAsync(new DeleteMember(rig.WeCom) { UserId = "zhangwei" });
        await rig.FaultAsync(new { system = "weCom", kind = "http5xx", rate = 0.4, seed = 3 });
        string[] customers = [.. Enumerable.Range(1, 230).Select(n => $"wo_zhangwei_{n:000}")];
        TransferCustomers last = null!;
        var (result, runs) = await rig.RunUntilDoneAsync(() => last = new TransferCustomers(rig.WeCom) { FromUserId = "zhangwei", ToUserId = "chenchen", Customers = customers });
        result.ShouldBeOfType<ActivityResult.Completed>();
        runs.ShouldBeGreaterThan(1);
        last.Started.Count.ShouldBe(230);
        var effects = await rig.EffectsAsync();
        effects.Repeated.ShouldBeEmpty();
        effects.Counts["weCom.transferStarted"].ShouldBe(230);
    }

    [Fact]
    public async Task A_payment_whose_answer_never_comes_is_paid_once()
    {
        await using var rig = await StartAsync(("Connectors:Payroll:TimeoutSeconds", "1"));
        await rig.FaultAsync(new { system = "payroll", kind = "timeout" });
        (await FailureAsync(rig, Release(rig))).Code.ShouldBe("payroll.timeout");
        (await rig.Administrator.DeleteAsync("/api/sandbox/faults")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await rig.RunUntilDoneAsync(() => Release(rig))).Result.ShouldBeOfType<ActivityResult.Completed>();
        (await rig.EffectsAsync()).Counts["payroll.itemPaid"].ShouldBe(1);
    }

    [Theory]
    [InlineData("http5xx", "wecom.unavailable")]
    [InlineData("down", "wecom.unreachable")]
    public async Task A_system_that_is_down_is_a_passing_trouble(string kind, string code)
    {
        await using var rig = await StartAsync();
        await rig.FaultAsync(new { system = "weCom", kind });
        var thrown = await FailureAsync(rig, Disable(rig));
        thrown.Code.ShouldBe(code);
        thrown.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData(45009, true)]
    [InlineData(-1, true)]
    [InlineData(48002, false)]
    public async Task An_errcode_is_told_as_WeCom_tells_it(int errcode, bool passes)
    {
        await using var rig = await StartAsync();
        await rig.RunAsync(Disable(rig));
        await rig.FaultAsync(new { system = "weCom", kind = "errcode", errcode });
        if (passes) (await FailureAsync(rig, Disable(rig))).IsTransient.ShouldBeTrue();
        else (await rig.RunAsync(Disable(rig))).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe($"wecom.errcode-{errcode}");
    }

    [Fact]
    public async Task An_expired_token_is_refreshed_by_the_connector()
    {
        await using var rig = await StartAsync();
        await rig.RunAsync(new ListUnassigned(rig.WeCom) { UserId = "zhangwei" });
        await rig.FaultAsync(new { system = "weCom", kind = "expiredToken", rate = 0.3, seed = 5 });
        for (var i = 0; i < 10; i++) (await rig.RunUntilDoneAsync(() => new ListUnassigned(rig.WeCom) { UserId = "zhangwei" })).Result.ShouldBeOfType<ActivityResult.Completed>();
        (await HitsAsync(rig)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Latency_only_takes_time()
    {
        await using var rig = await StartAsync();
        await rig.FaultAsync(new { system = "scim", kind = "latency", delay = "00:00:00.15" });
        (await rig.RunAsync(new DisableUser(rig.Scim, rig.Time) { UserName = "zhang.wei" })).ShouldBeOfType<ActivityResult.Completed>();
        rig.Calls.ShouldAllBe(c => c.Took >= TimeSpan.FromSeconds(0.14));
    }

    [Fact]
    public async Task A_fault_ends_by_the_servers_clock()
    {
        await using var rig = await StartAsync();
        await rig.FaultAsync(new { system = "payroll", kind = "http5xx", untilUtc = rig.Time.GetUtcNow().UtcDateTime.AddDays(1) });
        await FailureAsync(rig, Release(rig));
        await rig.AdvanceAsync(TimeSpan.FromHours(25));
        rig.StartAnew();
        (await rig.RunAsync(Release(rig))).ShouldBeOfType<ActivityResult.Completed>();
    }

    [Fact]
    public void The_same_seed_hits_the_same_calls()
    {
        bool[] Series(int seed) => [.. Enumerable.Range(0, 3000).Select(n => FaultDice.Throw(seed, n).Number < 1.0 / 3)];
        Series(7).ShouldBe(Series(7));
        Series(7).ShouldNotBe(Series(8));
        Series(7).Count(hit => hit).ShouldBeInRange(900, 1100);
    }

    private static async Task<long> HitsAsync(SandboxRig rig) =>
        (await rig.Administrator.GetFromJsonAsync<JsonElement>("/api/sandbox/faults")).EnumerateArray().Sum(f => f.GetProperty("hits").GetInt64());
}
