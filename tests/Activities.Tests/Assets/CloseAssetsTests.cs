using HrBpm.Activities.Assets;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Assets;

public sealed class CloseAssetsTests
{
    private readonly MemoryHr hr = new();

    public CloseAssetsTests() => (hr.Assets["LT-1"], hr.Assets["BD-1"]) = (null, null);

    [Fact]
    public async Task Every_asset_is_returned_or_written_off()
    {
        (await CloseAsync(new("lt-1", "归还", null), new("BD-1", "核销", "遗失"))).ShouldBeOfType<ActivityResult.Completed>();
        hr.Assets.Values.ShouldAllBe(end => end != null);
        hr.Assets["BD-1"].ShouldBe(AssetEnd.WrittenOff);
    }

    [Fact]
    public async Task While_one_is_left_the_flow_goes_back_and_names_it()
    {
        var back = (await CloseAsync(new AssetLine("LT-1", "归还", null))).ShouldBeOfType<ActivityResult.GoneBack>();
        (back.ActivityId, back.Because!.Code).ShouldBe(("checkAssets", "assets.open.invalid"));
        back.Because.Message.ShouldEndWith("are left: BD-1.");
    }

    [Fact]
    public async Task An_asset_of_somebody_else_changes_nothing()
    {
        await CloseAsync(new AssetLine("LT-9", "归还", null));
        hr.Assets.ShouldNotContainKey("LT-9");
    }

    private Task<ActivityResult> CloseAsync(params AssetLine[] lines) =>
        new CloseAssets(hr) { Lines = lines, CheckedBy = "zhou.ting", ReturnTo = "checkAssets" }.RunAsync(new FlowVisit(Guid.Empty, Guid.Empty, Situations.NowUtc), CancellationToken.None);
}
