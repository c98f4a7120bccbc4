using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Payroll;

namespace HrBpm.Activities.Tests.Flows;

/// <summary>The ways through the standard offboarding, in memory. Between them they take every connection of the flow.</summary>
public sealed class StandardOffboardingTests(PlayedVariations played) : IClassFixture<PlayedVariations>
{
    public static TheoryData<string> Names => [.. Variation.All.Select(variation => variation.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_variation_goes_as_its_file_says(string name)
    {
        var run = await played.OfAsync(name);
        var (expect, ended) = (run.Variation.Expect, run.Case);
        ended.Stage.ToString().ShouldBe(expect.Stage, StringCompareShould.IgnoreCase);
        expect.Takes.Except(run.Taken).ShouldBeEmpty("these connections should be taken");
        foreach (var (node, times) in expect.Visits ?? []) run.Completed.Count(each => each.Node == node).ShouldBe(times, node);
        if (expect.Note is { } note) run.Hr.Answer!.Note!.ShouldContain(note);
        run.Notices.Any(title => title.StartsWith("法定支付日已到，尚无结算单", StringComparison.Ordinal)).ShouldBe(expect.LatePay);
        run.Certificates.Issued.Select(certificate => certificate.IssuedAtUtc).ShouldBe(expect.Certificate ? [ended.Clock.LegalEndUtc] : [], "the certificate comes at the legal end, whatever is open then");
        if (expect.PaidByLaw is { } kinds)
            run.Hr.Statements.Values.Single().Items.Where(item => item.Reason?.StartsWith("法定支付日已到", StringComparison.Ordinal) == true).Select(item => item.Kind.InChinese()).ShouldBe(kinds);
        if (ended.Stage != OffboardingStage.Closed)
            run.Outside.Where(each => each.What is "scim.userDisabled" or "weCom.memberDisabled" or "signIn.disabled").ShouldAllBe(each => each.AtUtc == ended.Clock.LastWorkingHourUtc, "accounts are disabled at the last working hour, and not before");
    }

    [Fact]
    public async Task No_step_of_the_clearance_can_be_returned_to_before_it_because_that_would_take_back_certificate_and_pay()
    {
        var clearance = (await played.OfAsync("everything in time")).Asked.SkipWhile(ask => ask.Stage == "审批知悉").Where(ask => ask.Actions.Contains("return")).ToList();
        clearance.Count.ShouldBe(2);
        clearance.SelectMany(ask => ask.Terms.Returnable(ask.EarlierSteps)).Select(step => step.ActivityId).Distinct().ShouldBe(["listLines", "confirmLines"]);
    }

    [Fact]
    public async Task Every_connection_of_the_flow_is_taken_by_a_variation()
    {
        var flow = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Definitions.Folder, "offboarding/standard.json"), TestContext.Current.CancellationToken))!;
        var drawn = flow["root"]!["connections"]!.AsArray().Select(c => $"{(string)c!["source"]!["activity"]!}.{(string?)c["source"]!["port"] ?? "Done"}").ToHashSet();
        foreach (var variation in Variation.All) drawn.ExceptWith((await played.OfAsync(variation.Name)).Taken);
        drawn.ShouldBeEmpty("each of these needs a variation in standard.scenarios.json");
    }
}

/// <summary>Every variation is played once, whichever test asks first.</summary>
public sealed class PlayedVariations : IAsyncLifetime
{
    private readonly Dictionary<string, VariationRun> runs = [];

    internal async Task<VariationRun> OfAsync(string name)
    {
        if (runs.TryGetValue(name, out var known)) return known;
        var run = runs[name] = new VariationRun(Variation.All.Single(variation => variation.Name == name));
        await run.PlayAsync();
        return run;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var run in runs.Values) await run.DisposeAsync();
    }
}
