using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.Tests.Inbox;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Workflows.Authoring;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Payroll;

public sealed class ReleaseTests
{
    private readonly MemoryHr hr = new();
    private readonly OffboardingCase opened = Case() with { Stage = OffboardingStage.Clearance };
    private readonly PayStatement statement;
    private readonly FakeOrg org = new();
    private readonly RecordingInbox inbox;

    public ReleaseTests()
    {
        inbox = new(org);
        foreach (var (role, name) in (ValueTuple<string, string>[])[("HrManager", "赵敏"), ("HrSpecialist", "刘洋"), ("FinanceManager", "总经理"), ("Finance", "李娜")]) org.Roles[role] = [name];
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
        Kinds(PayState.Releasing).ShouldBe([PayItemKind.Wage, PayItemKind.Overtime, PayItemKind.UnusedLeave, PayItemKind.PayInLieu]);
        Kinds(PayState.Held).ShouldBe([PayItemKind.Severance, PayItemKind.Bonus, PayItemKind.Reimbursement]);
        visit.Background.Count.ShouldBe(4);
    }

    [Fact]
    public async Task HR_managers_and_specialists_and_finance_find_it_in_their_inbox_and_get_a_message_each()
    {
        org.Roles["HrSpecialist"] = ["刘洋", "赵敏"];
        var (_, visit) = await StatutoryAsync(opened.Clock.StatutoryPayUtc);
        Told().ShouldBe(["赵敏", "刘洋", "总经理", "李娜"], "each once, whatever roles they have");
        visit.Background.Select(message => ((List<object?>)message.Inputs["toUserIds"]!).Single()).Distinct().Count().ShouldBe(4);
        inbox.Asks.ShouldHaveSingleItem().Instruction!.ShouldContain("其余 3 项继续等待节点完成");
        hr.Facts.ShouldHaveSingleItem().Action.ShouldBe("payroll.statutory-date-alerted");
    }

    [Fact]
    public async Task A_company_without_HR_and_finance_has_its_administrators_told()
    {
        org.Roles.Clear();
        org.Roles["CompanyAdministrator"] = ["许诺"];
        await StatutoryAsync(opened.Clock.StatutoryPayUtc);
        Told().ShouldBe(["许诺"]);
    }

    [Fact]
    public async Task At_the_statutory_date_a_missing_statement_is_told_at_once_and_the_case_says_so()
    {
        hr.Statements.Clear();
        var alert = await LateAsync();
        alert.IsLate.ShouldBeTrue();
        Told().ShouldBe(["赵敏", "刘洋", "总经理", "李娜"]);
        inbox.Asks.ShouldHaveSingleItem().Title.ShouldStartWith("法定支付日已到，尚无结算单");
        hr.Notes[opened.Id]!.ShouldContain("薪资结算单尚未生成");
    }

    [Fact]
    public async Task With_a_statement_in_time_nobody_is_told_that_it_is_late()
    {
        (await LateAsync()).IsLate.ShouldBeFalse();
        Told().ShouldBeEmpty();
        hr.Notes.ShouldBeEmpty();
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
        decide.Items.Count.ShouldBe(3, "severance, bonus and reimbursement");
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

    [Theory]
    [InlineData(NoticeWaiver.PayInLieu, "工资", "payroll.pay-in-lieu.invalid")]
    [InlineData(NoticeWaiver.PayInLieu, "代通知金", null)]
    [InlineData(NoticeWaiver.EmployeeFault, "工资", null)]
    public async Task A_month_in_the_place_of_the_notice_has_to_be_paid(NoticeWaiver waiver, string kind, string? refusal)
    {
        hr.Cases[opened.Id] = opened with { Request = opened.Request with { Kind = OffboardingKind.EmployerTermination, Waiver = waiver } };
        ((await PrepareAsync(kind, NowUtc) as ActivityResult.GoneBack)?.Because?.Code).ShouldBe(refusal);
    }

    [Fact]
    public async Task A_statement_after_the_statutory_date_is_noted_with_the_case()
    {
        hr.Statements.Clear();
        await LateAsync();
        await PrepareAsync("工资", opened.Clock.StatutoryPayUtc.AddDays(2));
        hr.Notes[opened.Id].ShouldBe("结算单在法定支付日之后生成；法定工资项目随即自动发放");
    }

    private Task<ActivityResult> PrepareAsync(string kind, DateTime nowUtc) =>
        new PreparePayStatement(hr, hr, new MemoryOrg(Leaver), hr) { CaseId = opened.Id, Lines = [new(kind, new(1_000_00, "CNY"), null)], ReturnTo = "settlement" }.RunAsync(Visit(nowUtc), CancellationToken.None);


    private async Task<(ActivityResult Result, FlowVisit Visit)> StatutoryAsync(DateTime nowUtc)
    {
        var visit = Visit(nowUtc);
        return (await new ReleaseStatutoryPay(hr, hr, org, inbox, hr) { CaseId = opened.Id }.RunAsync(visit, CancellationToken.None), visit);
    }

    private async Task<AlertLatePay> LateAsync()
    {
        var alert = new AlertLatePay(hr, hr, org, inbox, hr) { CaseId = opened.Id };
        (await alert.RunAsync(Visit(opened.Clock.StatutoryPayUtc), CancellationToken.None)).ShouldBeOfType<ActivityResult.Completed>();
        return alert;
    }

    private IEnumerable<string> Told() => inbox.Copies.Select(copy => org.NameOf(Guid.Parse(copy.PersonId)));

    private FlowVisit Visit(DateTime nowUtc) => new(opened.Id, Company, nowUtc);

    private PayItem Item(PayItemKind kind) => hr.Statements[statement.Id].Items.Single(item => item.Kind == kind);

    private IEnumerable<PayItemKind> Kinds(PayState state) => hr.Statements[statement.Id].Items.Where(item => item.State == state).Select(item => item.Kind);

    private static string Outcome(ActivityResult result) => result.ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldHaveSingleItem();
}
