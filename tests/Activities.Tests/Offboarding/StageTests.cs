using HrBpm.Activities.Offboarding;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class StageTests
{
    [Fact]
    public void A_case_walks_from_acknowledgement_to_archive()
    {
        OffboardingStage[] walk = [OffboardingStage.Acknowledgement, OffboardingStage.Clearance, OffboardingStage.Inheritance, OffboardingStage.Settlement, OffboardingStage.Signing, OffboardingStage.Archived];
        walk.Zip(walk.Skip(1)).ShouldAllBe(step => OffboardingStages.WhyNotMove(step.First, step.Second) == null);
    }

    [Theory]
    [InlineData(OffboardingStage.Acknowledgement, OffboardingStage.Settlement)]
    [InlineData(OffboardingStage.Clearance, OffboardingStage.Archived)]
    [InlineData(OffboardingStage.Archived, OffboardingStage.Clearance)]
    [InlineData(OffboardingStage.Closed, OffboardingStage.Archived)]
    public void No_other_way_is_open(OffboardingStage from, OffboardingStage to) => OffboardingStages.WhyNotMove(from, to)!.Code.ShouldBe("offboarding.stage");

    [Fact]
    public void Only_archived_and_closed_cases_are_over() =>
        Enum.GetValues<OffboardingStage>().Where(stage => stage.IsOver()).ShouldBe([OffboardingStage.Archived, OffboardingStage.Closed]);
}
