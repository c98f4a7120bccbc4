using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;
using Microsoft.Extensions.Options;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class OpenCaseTests
{
    private readonly MemoryHr hr = new();
    private readonly Guid caseId = Guid.CreateVersion7();

    [Fact]
    public async Task A_case_opens_with_the_moments_that_follow_from_its_dates()
    {
        (await OpenAsync(Resignation)).ShouldBeOfType<ActivityResult.Completed>();
        hr.Cases[caseId].Clock.LegalEndUtc.ShouldBe(new DateTime(2026, 10, 1, 10, 0, 0, DateTimeKind.Utc));
        hr.Cases[caseId].Stage.ShouldBe(OffboardingStage.Acknowledgement);
        hr.Facts.ShouldHaveSingleItem().Action.ShouldBe("offboarding.opened");
    }

    [Fact]
    public async Task An_amended_request_changes_the_case_and_opens_no_second()
    {
        await OpenAsync(Resignation);
        var number = hr.Cases[caseId].Number;
        await OpenAsync(Resignation with { LastWorkingDay = new(2026, 9, 30) });
        hr.Cases.ShouldHaveSingleItem().Value.Request.LastWorkingDay.ShouldBe(new DateOnly(2026, 9, 30));
        hr.Cases[caseId].Number.ShouldBe(number);
        hr.Facts.Select(fact => fact.Action).ShouldBe(["offboarding.opened", "offboarding.amended"]);
    }

    [Fact]
    public async Task A_return_days_later_does_not_make_the_notice_too_old()
    {
        await OpenAsync(Resignation);
        (await OpenAsync(Resignation, NowUtc.AddDays(5))).ShouldBeOfType<ActivityResult.Completed>();
    }

    [Fact]
    public async Task Amended_dates_that_cannot_stand_go_back_to_the_initiator_and_say_why()
    {
        await OpenAsync(Resignation);
        var back = (await OpenAsync(Resignation with { LastWorkingDay = new(2026, 12, 1) })).ShouldBeOfType<ActivityResult.GoneBack>();
        (back.ActivityId, back.Because!.Code).ShouldBe(("form", "offboarding.last-day-after-legal-end.invalid"));
        back.Because.Message.ShouldContain("2026-12-01");
    }

    [Fact]
    public async Task Once_the_law_has_ended_the_employment_a_request_that_cannot_stand_holds_nothing()
    {
        await OpenAsync(Resignation);
        (await OpenAsync(Resignation with { LastWorkingDay = new(2026, 12, 1) }, hr.Cases[caseId].Clock.ConsentEndsUtc)).ShouldBeOfType<ActivityResult.Completed>();
        hr.Cases[caseId].Request.ShouldBe(Resignation);
        hr.Facts.Select(fact => fact.Action).ShouldBe(["offboarding.opened", "offboarding.amendment-dropped"]);
    }

    [Theory]
    [InlineData("2026-09-30", null)]
    [InlineData("2026-12-01", "offboarding.last-day-after-legal-end.invalid")]
    [InlineData("some day", "offboarding.request.invalid")]
    public async Task The_initiator_hears_at_once_what_is_wrong_with_an_amended_request(string lastWorkingDay, string? code)
    {
        await OpenAsync(Resignation);
        var answers = new Dictionary<string, object?>
        {
            ["leaverId"] = Leaver.Id.ToString("D"), ["kind"] = "Resignation", ["noticeDate"] = "2026-09-01", ["legalEnd"] = "2026-10-01", ["lastWorkingDay"] = lastWorkingDay, ["payThrough"] = "2026-10-01",
            ["receiverId"] = Receiver.Id.ToString("D"), ["reason"] = "个人发展",
        };
        var check = new OffboardingRequestCheck(hr, new MemoryOrg(Leaver, Receiver), Options.Create(new OffboardingOptions()));
        (await check.WhyNotAsync(new FlowVisit(caseId, Company, NowUtc.AddDays(5)), answers, CancellationToken.None))?.Code.ShouldBe(code);
        (await check.WhyNotAsync(new FlowVisit(caseId, Company, NowUtc.AddDays(5)), answers, CancellationToken.None) is null).ShouldBe(code is null);
    }

    [Fact]
    public async Task A_second_case_of_the_same_leaver_is_refused()
    {
        hr.Cases[Guid.CreateVersion7()] = Case();
        (await OpenAsync(Resignation)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("offboarding.already-open");
    }

    [Fact]
    public async Task The_case_has_the_companys_own_fields_of_the_leaver_and_of_itself()
    {
        hr.Custom[Leaver.Id] = new() { ["contractType"] = "fixed" };
        hr.Custom[caseId] = new() { ["exitTalk"] = "yes" };
        var open = new OpenOffboardingCase(hr, new MemoryOrg(Leaver, Receiver), hr, hr, Options.Create(new OffboardingOptions())) { Request = Resignation };
        await open.RunAsync(new FlowVisit(caseId, Company, NowUtc), CancellationToken.None);
        ((Dictionary<string, object?>)((Dictionary<string, object?>)open.Case["leaver"]!)["custom"]!)["contractType"].ShouldBe("fixed");
        ((Dictionary<string, object?>)open.Case["custom"]!)["exitTalk"].ShouldBe("yes");
    }

    [Fact]
    public async Task A_person_of_another_company_is_not_found()
    {
        async Task<string> FoundAsync(Guid company) =>
            ((ActivityResult.Completed)await new FindPerson(new MemoryOrg(Leaver, Receiver), hr) { PersonId = Leaver.Id }.RunAsync(new FlowVisit(caseId, company, NowUtc), CancellationToken.None)).Outcomes.Single();
        (await FoundAsync(Leaver.CompanyId)).ShouldBe("Found");
        (await FoundAsync(Guid.CreateVersion7())).ShouldBe("NotFound");
    }

    private Task<ActivityResult> OpenAsync(OffboardingRequest request, DateTime? nowUtc = null) =>
        new OpenOffboardingCase(hr, new MemoryOrg(Leaver, Receiver), hr, hr, Options.Create(new OffboardingOptions())) { Request = request, ReturnTo = "form" }
            .RunAsync(new FlowVisit(caseId, Company, nowUtc ?? NowUtc), CancellationToken.None);
}
