using HrBpm.Activities.Offboarding;
using HrBpm.Workflows.Authoring;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class AnswerTests
{
    private readonly MemoryHr hr = new();

    [Theory]
    [InlineData(OffboardingKind.Resignation, "第三十七条")]
    [InlineData(OffboardingKind.Probation, "第三十七条")]
    [InlineData(OffboardingKind.ContractEnd, "第四十四条")]
    [InlineData(OffboardingKind.Retirement, "第四十四条")]
    public async Task A_refusal_where_the_law_ends_the_employment_is_recorded_and_the_flow_goes_on(OffboardingKind kind, string basis)
    {
        (await BeginAsync(kind, "Rejected")).ShouldBeOfType<ActivityResult.Completed>();
        hr.Answer!.Decision.ShouldBe("Rejected");
        hr.Answer.Note!.ShouldContain("异议已记录");
        hr.Answer.Note!.ShouldContain(basis);
        hr.Cases.Values.Single().Stage.ShouldBe(OffboardingStage.Clearance);
    }

    [Fact]
    public async Task A_notice_without_an_answer_goes_on_and_says_why()
    {
        await BeginAsync(OffboardingKind.Resignation, "Advanced");
        hr.Answer!.Note!.ShouldContain("第三十七条");
    }

    [Theory]
    [InlineData(OffboardingKind.MutualTermination)]
    [InlineData(OffboardingKind.EmployerTermination)]
    public async Task Without_consent_where_it_is_needed_nothing_begins(OffboardingKind kind)
    {
        (await BeginAsync(kind, "Rejected")).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("offboarding.consent-missing");
        hr.Cases.Values.Single().Stage.ShouldBe(OffboardingStage.Acknowledgement);
    }

    [Fact]
    public async Task A_closed_case_is_archived_without_ending_the_employment()
    {
        var opened = Case(Resignation with { Kind = OffboardingKind.MutualTermination });
        hr.Cases[opened.Id] = opened;
        await new CloseOffboardingCase(hr, hr) { CaseId = opened.Id, Because = "另行协商" }.RunAsync(Visit(opened), CancellationToken.None);
        (await new ArchiveOffboardingCase(hr, hr, hr) { CaseId = opened.Id }.RunAsync(Visit(opened), CancellationToken.None)).ShouldBeOfType<ActivityResult.Completed>();
        hr.Cases[opened.Id].Stage.ShouldBe(OffboardingStage.Closed);
        hr.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Erpnext_16866_the_employment_ends_at_its_own_date_however_late_everything_is_paid()
    {
        var opened = Case() with { Stage = OffboardingStage.Signing };
        hr.Cases[opened.Id] = opened;
        var weeksLater = new FlowVisit(opened.Id, Company, opened.Clock.LegalEndUtc.AddDays(45));
        await new ArchiveOffboardingCase(hr, hr, hr) { CaseId = opened.Id }.RunAsync(weeksLater, CancellationToken.None);
        hr.Cases[opened.Id].Stage.ShouldBe(OffboardingStage.Archived);
        hr.Left.ShouldBe([(Leaver.Id, opened.Request.LegalEnd)]);
    }

    [Fact]
    public async Task A_line_that_is_not_confirmed_goes_back_to_the_receiver()
    {
        ConfirmHandover Confirm(params HandoverAnswer[] answers) => new(hr) { Customers = [new("a", "b")], FollowUps = [new("c", "d")], Answers = answers, ConfirmedBy = "chen", ReturnTo = "confirmLines" };
        var back = (await Confirm(new(1, true), new(2, false)).RunAsync(Visit(Case()), CancellationToken.None)).ShouldBeOfType<ActivityResult.GoneBack>();
        (back.ActivityId, back.Because!.Code).ShouldBe(("confirmLines", "offboarding.lines-open"));
        back.Because.Message.ShouldEndWith("are open: 2.");
        (await Confirm(new HandoverAnswer(2, true)).RunAsync(Visit(Case()), CancellationToken.None)).ShouldBeOfType<ActivityResult.Completed>();
    }

    private async Task<ActivityResult> BeginAsync(OffboardingKind kind, string decision)
    {
        var opened = Case(Resignation with { Kind = kind });
        hr.Cases[opened.Id] = opened;
        return await new BeginClearance(hr, hr) { CaseId = opened.Id, Decision = decision, DecidedBy = "head" }.RunAsync(Visit(opened), CancellationToken.None);
    }

    private static FlowVisit Visit(OffboardingCase opened) => new(opened.Id, Company, NowUtc);
}
