namespace HrBpm.Workflows.Tests.Conformance;

/// <summary>What Elsa 3.8 did with the recorded cases, our engine does too. <c>ELSA_CASES=&lt;folder&gt;</c> runs another folder of the same format.</summary>
public sealed class ElsaConformance
{
    /// <summary>Cases that pass only with <c>elsaCompatibility</c>, because ours differs on purpose: docs/elsa-differences.md says why.</summary>
    internal static readonly IReadOnlySet<string> Differences = new HashSet<string>
    {
        "017-var-persist-nodriver/counter", "017-var-persist-nodriver/token",
        "023-io-input-persisted/counter", "023-io-input-persisted/token",
        "037-flow-dead-path/token", "042-flow-active-join-event/token", "049-merge-merge-dead/token", "052-merge-converge-loop/token",
        "046-merge-cascade-two/token", "047-merge-race-two/token",
        "073-end-in-flow/counter", "073-end-in-flow/token", "075-complete-in-workflow/counter", "075-complete-in-workflow/token",
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var name in ElsaCase.Names)
            {
                all.Add(name, "counter");
                if (ElsaCase.Named(name).HasTokenExpectation) all.Add(name, "token");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Runs_as_Elsa_does(string name, string mode)
    {
        var ours = await DifferenceAsync(name, mode, isCompatible: false);
        var withSwitch = ours is null ? null : await DifferenceAsync(name, mode, isCompatible: true);
        withSwitch.ShouldBeNull();
        if (ElsaCase.IsOwnRoot)
            (ours is not null).ShouldBe(Differences.Contains($"{name}/{mode}"), $"Without elsaCompatibility: {ours ?? "passes"}. Expected the list of differences to say so, but it does not.");
    }

    private static async Task<string?> DifferenceAsync(string name, string mode, bool isCompatible)
    {
        await using var run = new ElsaCaseRun(ElsaCase.Named(name), mode == "token", isCompatible);
        try
        {
            return await run.FirstDifferenceAsync();
        }
        catch (NotSupportedException e)
        {
            return e.Message;
        }
    }
}
