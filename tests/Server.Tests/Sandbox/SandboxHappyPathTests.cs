using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Server.Tests.Sandbox;

/// <summary>The product's connectors against the stand-ins, with nothing in between but HTTP.</summary>
public sealed class SandboxHappyPathTests
{
    private static ActivityResult.Completed Completed(ActivityResult result) => result.ShouldBeOfType<ActivityResult.Completed>(result.ToString());

    private static List<string> Texts(List<object?> values) => [.. values.Select(v => v!.ToString()!)];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leavers_accounts_are_disabled_once(TestDatabase database)
    {
        await using var rig = await SandboxRig.StartAsync(database);
        for (var run = 0; run < 2; run++)
        {
            DisableUser directory = new(rig.Scim, rig.Time) { UserName = "zhang.wei" };
            Completed(await rig.RunAsync(directory));
            directory.Evidence["changed"].ShouldBe(run == 0);
            Completed(await rig.RunAsync(new DisableMember(rig.WeCom, rig.Time) { UserId = "zhangwei" }));
            rig.StartAnew();
        }
        var effects = await rig.EffectsAsync();
        effects.Counts["scim.userDisabled"].ShouldBe(1);
        effects.Counts["weCom.memberDisabled"].ShouldBe(1);
        effects.Repeated.ShouldBeEmpty();
        effects.Ledger.Select(e => e.Subject).ShouldBe(["zhang.wei", "zhangwei"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_customers_of_a_leaver_are_taken_over_after_a_day(TestDatabase database)
    {
        await using var rig = await SandboxRig.StartAsync(database, ("Sandbox:RefusingCustomers", "2"), ("Sandbox:CappedCustomers", "3"));
        Completed(await rig.RunAsync(new DeleteMember(rig.WeCom) { UserId = "zhangwei" }));
        ListUnassigned list = new(rig.WeCom) { UserId = "zhangwei" };
        Completed(await rig.RunAsync(list));
        list.Customers.Count.ShouldBe(230);

        TransferCustomers transfer = new(rig.WeCom) { FromUserId = "zhangwei", ToUserId = "chenchen", Customers = [.. Texts(list.Customers), "wo_nobody"] };
        Completed(await rig.RunAsync(transfer));
        transfer.Started.Count.ShouldBe(230);
        transfer.Failed.ShouldHaveSingleItem().ShouldBeOfType<Dictionary<string, object?>>()["errcode"].ShouldBe(40096);
        rig.Calls.Count(c => c.Action == "externalcontact/resigned/transfer_customer").ShouldBe(3);

        AwaitTransfer Await() => new(rig.WeCom) { FromUserId = "zhangwei", ToUserId = "chenchen", Customers = Texts(transfer.Started) };
        await rig.AdvanceAsync(TimeSpan.FromHours(23));
        (await rig.RunAsync(Await())).ShouldBeOfType<ActivityResult.AskAgain>();
        await rig.AdvanceAsync(TimeSpan.FromHours(1.1));
        var ended = Await();
        Completed(await rig.RunAsync(ended)).Outcomes.ShouldBe(["Partly"]);
        (ended.Transferred.Count, ended.Refused.Count, ended.Capped.Count).ShouldBe((225, 2, 3));
        (await rig.EffectsAsync()).Counts["weCom.transferStarted"].ShouldBe(230);
    }

    [Fact]
    public async Task Customers_for_whom_there_was_no_room_go_to_another_receiver()
    {
        await using var rig = await SandboxRig.StartAsync(TestDatabase.Sqlite, ("Sandbox:CappedCustomers", "3"));
        await rig.RunAsync(new DeleteMember(rig.WeCom) { UserId = "zhangwei" });
        string[] all = [.. Enumerable.Range(1, 5).Select(n => $"wo_zhangwei_{n:000}")];
        await rig.RunAsync(new TransferCustomers(rig.WeCom) { FromUserId = "zhangwei", ToUserId = "chenchen", Customers = all });
        await rig.AdvanceAsync(TimeSpan.FromHours(25));
        ListUnassigned left = new(rig.WeCom) { UserId = "zhangwei" };
        await rig.RunAsync(left);
        List<string> capped = ["wo_zhangwei_001", "wo_zhangwei_002", "wo_zhangwei_003"];
        Texts(left.Customers).Intersect(all).ShouldBe(capped);
        await rig.RunAsync(new TransferCustomers(rig.WeCom) { FromUserId = "zhangwei", ToUserId = "wangqiang", Customers = capped });
        await rig.AdvanceAsync(TimeSpan.FromHours(25));
        Completed(await rig.RunAsync(new AwaitTransfer(rig.WeCom) { FromUserId = "zhangwei", ToUserId = "wangqiang", Customers = capped })).Outcomes.ShouldBe(["All"]);
        await rig.RunAsync(left);
        Texts(left.Customers).Intersect(all).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_message_is_delivered_once_and_says_whom_it_did_not_reach(TestDatabase database)
    {
        await using var rig = await SandboxRig.StartAsync(database);
        SendMessage Message() => new(rig.WeCom) { ToUserIds = ["lina", "nobody"], Title = "离职审批", Text = "张伟", Url = "https://hr.example/tasks/1", TaskId = "task-1" };
        var first = Message();
        Completed(await rig.RunAsync(first));
        first.InvalidUsers.ShouldBe(["nobody"]);
        rig.StartAnew();
        Completed(await rig.RunAsync(Message()));
        await rig.AdvanceAsync(TimeSpan.FromHours(5));
        Completed(await rig.RunAsync(Message()));
        var effects = await rig.EffectsAsync();
        effects.Counts["weCom.messageDelivered"].ShouldBe(1);
        (await rig.RunAsync(new SendMessage(rig.WeCom) { ToUserIds = ["nobody"], Text = "?" })).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.no-valid-receiver");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_statement_is_paid_once(TestDatabase database)
    {
        await using var rig = await SandboxRig.StartAsync(database);
        ReleaseItems Release(string statement = "st-1", long amount = 100) => new(rig.Payroll) { StatementId = statement, EmployeeNumber = "XH-1", Reason = "全部完成", Items = [new("i-1", "wage", amount, "CNY"), new("i-2", "overtime", 5, "CNY")] };
        var first = Release();
        Completed(await rig.RunAsync(first));
        rig.StartAnew();
        var again = Release();
        Completed(await rig.RunAsync(again));
        again.ReleaseIds.ShouldBe(first.ReleaseIds);
        (await rig.RunAsync(Release(amount: 101))).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("payroll.rejected");
        (await rig.RunAsync(Release(statement: "st-2"))).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("payroll.conflict");
        (await rig.EffectsAsync()).Counts["payroll.itemPaid"].ShouldBe(2);
    }

    [Fact]
    public async Task A_day_later_the_token_is_renewed_without_anybody_noticing()
    {
        await using var rig = await SandboxRig.StartAsync(TestDatabase.Sqlite);
        Completed(await rig.RunAsync(new DisableMember(rig.WeCom, rig.Time) { UserId = "zhangwei" }));
        await rig.AdvanceAsync(TimeSpan.FromDays(1));
        rig.StartAnew();
        Completed(await rig.RunAsync(new DisableMember(rig.WeCom, rig.Time) { UserId = "zhangwei" }));
        rig.Calls.Count(c => c.Action == "gettoken").ShouldBe(1);
    }

    [Fact]
    public async Task The_stand_ins_keep_their_state_over_a_restart()
    {
        await using FreshDatabase database = new(TestDatabase.Sqlite);
        await using (var server = await HrBpmServer.StartAsync(database))
        {
            await using var rig = await SandboxRig.OnAsync(server);
            Completed(await rig.RunAsync(new DisableUser(rig.Scim, rig.Time) { UserName = "zhang.wei" }));
            Completed(await rig.RunAsync(new DeleteMember(rig.WeCom) { UserId = "zhangwei" }));
        }
        await using var again = await SandboxRig.OnAsync(await HrBpmServer.StartAsync(database));
        DisableUser step = new(again.Scim, again.Time) { UserName = "zhang.wei" };
        Completed(await again.RunAsync(step));
        step.Evidence["changed"].ShouldBe(false);
        (await again.RunAsync(new DisableMember(again.WeCom, again.Time) { UserId = "zhangwei" })).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.unknown-member");
        (await again.EffectsAsync()).Repeated.ShouldBeEmpty();
    }
}
