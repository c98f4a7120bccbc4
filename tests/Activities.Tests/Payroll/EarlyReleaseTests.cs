using HrBpm.Activities.Inbox;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.Signatures;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Workflows.Authoring;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Payroll;

/// <summary>Only what two people have signed lets pay go early.</summary>
public sealed class EarlyReleaseTests
{
    private static readonly Guid Asker = Guid.CreateVersion7(), HrManager = Guid.CreateVersion7(), FinanceManager = Guid.CreateVersion7(), Stranger = Guid.CreateVersion7();

    private readonly MemoryHr hr = new();
    private readonly SignedFlow flow = new();
    private readonly PayStatement statement;

    public EarlyReleaseTests()
    {
        var opened = Case();
        statement = new(Guid.CreateVersion7(), Company, opened.Id, opened.Number, opened.Clock.StatutoryPayUtc, Leaver.Id, Leaver.EmployeeNumber,
            [new(Guid.CreateVersion7(), PayItemKind.Bonus, 150050, "CNY", PayState.Held), new(Guid.CreateVersion7(), PayItemKind.Wage, 1000, "CNY", PayState.Held)]);
        hr.Statements[statement.Id] = statement;
        hr.MayRelease.UnionWith([Asker, HrManager, FinanceManager, Leaver.Id]);
    }

    private PayItem Bonus => statement.Items[0];

    [Fact]
    public async Task Two_people_release_a_bonus_early()
    {
        Sign(HrManager);
        Sign(FinanceManager);
        (await GrantAsync()).ShouldBe("Granted");
        hr.Begun.Keys.ShouldBe([Bonus.Id]);
        hr.Begun[Bonus.Id].By.ShouldBe($"{HrManager:D},{FinanceManager:D}");
    }

    [Fact]
    public async Task One_person_who_signs_twice_does_not()
    {
        Sign(HrManager);
        Sign(HrManager);
        await ShouldReleaseNothingAsync();
    }

    [Fact]
    public async Task Whoever_asked_and_whoever_is_paid_do_not_count()
    {
        foreach (var person in (Guid[])[HrManager, Asker, Leaver.Id]) Sign(person);
        await ShouldReleaseNothingAsync();
    }

    [Fact]
    public async Task Whoever_may_not_release_the_statement_at_that_moment_does_not_count()
    {
        Sign(HrManager);
        Sign(Stranger);
        await ShouldReleaseNothingAsync();
    }

    [Fact]
    public async Task Agreement_without_a_signature_and_a_signature_without_agreement_do_not_count()
    {
        Sign(HrManager);
        flow.Close(FinanceManager, AssignmentState.Approved, null, NowUtc);
        await ShouldReleaseNothingAsync();
        flow.AddLoose(SignatureOf(Stranger));
        flow.Close(Stranger, AssignmentState.Rejected, SignatureOf(Stranger), NowUtc);
        hr.MayRelease.Add(Stranger);
        await ShouldReleaseNothingAsync();
    }

    [Fact]
    public async Task Somebody_elses_signature_does_not_count_as_ones_own()
    {
        Sign(HrManager);
        flow.Close(FinanceManager, AssignmentState.Approved, SignatureOf(HrManager), NowUtc);
        await ShouldReleaseNothingAsync();
    }

    [Fact]
    public async Task Whoever_refuses_later_has_not_agreed()
    {
        Sign(HrManager);
        Sign(FinanceManager);
        flow.Close(HrManager, AssignmentState.Rejected, null, NowUtc.AddMinutes(1));
        await ShouldReleaseNothingAsync();
    }

    // A forged flow may have people sign what looks harmless.
    [Theory]
    [InlineData("同意团建安排。", "离职单号：{0}\n奖金 1500.50 CNY")]
    [InlineData(EarlyReleaseText.Intent, "离职单号：{0}\n奖金 15.00 CNY")]
    [InlineData(EarlyReleaseText.Intent, "离职单号：{0}\n工资 1500.50 CNY")]
    [InlineData(EarlyReleaseText.Intent, "离职单号：LZ-20260101-000000\n奖金 1500.50 CNY")]
    [InlineData(EarlyReleaseText.Intent, "")]
    public async Task A_signature_under_something_else_does_not_count(string intent, string document)
    {
        Sign(HrManager);
        flow.Close(FinanceManager, AssignmentState.Approved, SignatureOf(FinanceManager) with { Intent = intent, Document = document.Replace("{0}", statement.CaseNumber, StringComparison.Ordinal) }, NowUtc);
        await ShouldReleaseNothingAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("time")]
    public async Task A_flow_that_nobody_asked_for_releases_nothing(string initiator)
    {
        Sign(HrManager);
        Sign(FinanceManager);
        (await GrantAsync(initiator)).ShouldBe("Refused");
        hr.Begun.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_rule_has_released_meanwhile_is_not_asked_for_twice()
    {
        Sign(HrManager);
        Sign(FinanceManager);
        await hr.BeginReleaseAsync(statement.Id, [Bonus.Id], new(true, "", ""), "time", CancellationToken.None);
        (await GrantAsync()).ShouldBe("Refused");
        hr.Begun[Bonus.Id].By.ShouldBe("time");
    }

    private void Sign(Guid person) => flow.Close(person, AssignmentState.Approved, SignatureOf(person), NowUtc);

    private FlowSignature SignatureOf(Guid person) => new(Guid.CreateVersion7(), person, EarlyReleaseText.Intent, $"提前发放薪资申请\n\n离职单号：{statement.CaseNumber}\n项目：\n{Bonus.Kind.InChinese()} 1500.50 CNY\n理由：急用\n");

    private async Task ShouldReleaseNothingAsync()
    {
        (await GrantAsync()).ShouldBe("Refused");
        hr.Begun.ShouldBeEmpty();
    }

    private async Task<string> GrantAsync(string? initiator = null)
    {
        var grant = new GrantEarlyRelease(hr, flow, flow) { StatementId = statement.Id, ItemIds = [Bonus.Id], Because = "急用" };
        var result = await grant.RunAsync(new FlowVisit(statement.CaseId, Company, NowUtc, initiator ?? Asker.ToString("D")), CancellationToken.None);
        return result.ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldHaveSingleItem();
    }
}
