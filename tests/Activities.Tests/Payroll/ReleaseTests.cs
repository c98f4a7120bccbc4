using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Workflows.Authoring;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Payroll;

public sealed class ReleaseTests
{
    private readonly MemoryHr hr = new();
    private readonly OffboardingCase opened = Case() with { Stage = OffboardingStage.Clearance };
    private readonly PayStatement statement;
    private readonly Person finance = Person("吴静", "XH-0009", "wu.jing", "Asia/Shanghai") with { PositionName = "Finance", WeComUserId = "wujing" };

    public ReleaseTests()
    {
        hr.Cases[opened.Id] = opened;
        statement = new(Guid.CreateVersion7(), Company, opened.Id, opened.Number, opened.Clock.StatutoryPayUtc, Leaver.Id, Leaver.EmployeeNumber,
            [.. Enum.GetValues<PayItemKind>().Select(kind => new PayItem(Guid.CreateVersion7(), kind, 1000, "CNY", PayState.Held))]);
        hr.Statements[statement.Id] = statement;
    }

    [Fact]
    public async Task At_the_statutory_date_statutory_items_go_and_the_rest_waits()
    {
        var (result, visit) = await StatutoryAsync(opened.Clock.StatutoryPayUtc);
        Outcome(result).ShouldBe("Held");
        Kinds(PayState.Releasing).ShouldBe([PayItemKind.Wage, PayItemKind.Overtime, PayItemKind.UnusedLeave]);
        Kinds(PayState.Held).ShouldBe([PayItemKind.Severance, PayItemKind.Bonus, PayItemKind.Reimbursement]);
        visit.Background.ShouldHaveSingleItem().Inputs["toUserIds"].ShouldBe(new List<object?> { "wujing" });
    }

    [Fact]
    public async Task A_minute_before_the_statutory_date_nothing_goes()
    {
        var (result, visit) = await StatutoryAsync(opened.Clock.StatutoryPayUtc.AddMinutes(-1));
        Outcome(result).ShouldBe("Nothing");
        visit.Background.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_all_is_complete_the_rest_goes_and_what_went_is_left_alone()
    {
        await StatutoryAsync(opened.Clock.StatutoryPayUtc);
        hr.Cases[opened.Id] = hr.Cases[opened.Id] with { Stage = OffboardingStage.Inheritance };
        var decide = new DecidePayRelease(hr, hr) { CaseId = opened.Id };
        Outcome(await decide.RunAsync(Visit(NowUtc), CancellationToken.None)).ShouldBe("Release");
        decide.Items.Count.ShouldBe(3);
        Kinds(PayState.Held).ShouldBeEmpty();
        hr.Begun[statement.Items[0].Id].By.ShouldBe("time");
    }

    [Fact]
    public async Task After_everything_has_gone_neither_rule_asks_again()
    {
        hr.Cases[opened.Id] = opened with { Stage = OffboardingStage.Inheritance };
        await new DecidePayRelease(hr, hr) { CaseId = opened.Id }.RunAsync(Visit(NowUtc), CancellationToken.None);
        Outcome((await StatutoryAsync(opened.Clock.StatutoryPayUtc)).Result).ShouldBe("Nothing");
        Outcome(await new DecidePayRelease(hr, hr) { CaseId = opened.Id }.RunAsync(Visit(NowUtc), CancellationToken.None)).ShouldBe("Nothing");
    }

    [Fact]
    public async Task A_release_without_ids_is_not_written_down_as_paid()
    {
        await StatutoryAsync(opened.Clock.StatutoryPayUtc);
        var mark = new MarkPayReleased(hr) { StatementId = statement.Id, Items = [new(Item(PayItemKind.Wage).Id.ToString("D"), "wage", 1000, "CNY")], ReleaseIds = [] };
        (await mark.RunAsync(Visit(NowUtc), CancellationToken.None)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("payroll.release-ids-missing");
        Kinds(PayState.Released).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_confirmed_release_keeps_the_id_of_each_item()
    {
        await StatutoryAsync(opened.Clock.StatutoryPayUtc);
        PayrollItem[] items = [new(Item(PayItemKind.Wage).Id.ToString("D"), "wage", 1000, "CNY"), new(Item(PayItemKind.Overtime).Id.ToString("D"), "overtime", 1000, "CNY")];
        await new MarkPayReleased(hr) { StatementId = statement.Id, Items = items, ReleaseIds = ["r-1", "r-2"] }.RunAsync(Visit(NowUtc), CancellationToken.None);
        Item(PayItemKind.Overtime).ReleaseId.ShouldBe("r-2");
    }

    private async Task<(ActivityResult Result, FlowVisit Visit)> StatutoryAsync(DateTime nowUtc)
    {
        var visit = Visit(nowUtc);
        return (await new ReleaseStatutoryPay(hr, hr, new MemoryOrg(Leaver, finance)) { CaseId = opened.Id }.RunAsync(visit, CancellationToken.None), visit);
    }

    private FlowVisit Visit(DateTime nowUtc) => new(opened.Id, Company, nowUtc);

    private PayItem Item(PayItemKind kind) => hr.Statements[statement.Id].Items.Single(item => item.Kind == kind);

    private IEnumerable<PayItemKind> Kinds(PayState state) => hr.Statements[statement.Id].Items.Where(item => item.State == state).Select(item => item.Kind);

    private static string Outcome(ActivityResult result) => result.ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldHaveSingleItem();
}
