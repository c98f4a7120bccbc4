using HrBpm.Activities.Assets;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Assets;

public sealed class IssueAssetsTests
{
    private readonly MemoryHr hr = new();

    [Fact]
    public async Task What_was_handed_out_is_issued_once()
    {
        (await IssueAsync(new("LT-1", "笔记本"), new(" lt-1 ", "笔记本"), new("", "没有编号"))).ShouldBeOfType<ActivityResult.Completed>();
        hr.Assets.ShouldBe(new Dictionary<string, AssetEnd?> { ["LT-1"] = null });
    }

    [Fact]
    public async Task Where_somebody_has_one_of_them_none_is_issued_and_the_flow_goes_back()
    {
        hr.Assets["LT-1"] = null;
        (await IssueAsync(new("BD-1", "工牌"), new("LT-1", "笔记本"))).ShouldBeOfType<ActivityResult.GoneBack>().Because!.Code.ShouldBe("assets.issued-already");
        hr.Assets.ShouldNotContainKey("BD-1");
    }

    private Task<ActivityResult> IssueAsync(params IssuedLine[] lines) =>
        new IssueAssets(hr) { Lines = lines, IssuedBy = "zhou.ting", ReturnTo = "hand" }.RunAsync(new FlowVisit(Guid.Empty, Guid.Empty, Situations.NowUtc), CancellationToken.None);
}
