using System.Text.Json.Nodes;
using HrBpm.Server.Features.Demo;
using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Tests.Offboarding;

/// <summary>A teacher resigns: the school's variant of the standard offboarding, as its file has it otherwise.</summary>
public sealed class SchoolResignationTests
{
    [Fact]
    public async Task A_resignation_at_the_school_goes_over_its_own_cards_to_the_end()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        using var people = new PlayPeople(server.Address, HrBpmServer.Password);
        var start = new ScenarioStart("zou.wen", "shi.lei", "ye.zi", "resignation", "none", 0, 30, 20, 30, "回乡任教");
        var caseId = (Guid)(await people.PostAsync("zou.wen", "/api/offboarding", start.ToBody(Guid.NewGuid(), DateOnly.FromDateTime(server.Clock.GetUtcNow().UtcDateTime.AddHours(8)), DemoIds.Of), ct))!["id"]!;

        await new OffboardingPlay(people, new Dictionary<string, IReadOnlyList<PlayMove>>(), TimeProvider.System) { Hr = "zou.wen", Administrator = "kang.ning" }.RunAsync(caseId, ct);

        var shown = (await people.GetAsync("jia.ling", $"/api/offboarding/{caseId:D}", ct))!;
        var steps = shown["clearance"]!.AsArray().ToDictionary(row => (string)row!["activityId"]!, row => (Guid?)row!["closedById"]);
        ((string)shown["stage"]!).ShouldBe("archived");
        steps["head"].ShouldBe(DemoIds.Of("fang.mingyuan"), "the principal decides, and not the head of the department");
        steps["classHandover"].ShouldBe(DemoIds.Of("ye.zi"), "the teacher who takes over confirms the classes");
        var passed = (await people.GetAsync("kang.ning", $"/api/instances/{caseId:D}", ct))!["timeline"]!.AsArray().Where(e => (string)e!["what"]! == "completed").Select(e => ((string)e!["node"]!).Split(':')[^1]).ToList();
        passed.IndexOf("classHandover").ShouldBeInRange(passed.IndexOf("keepConfirmed") + 1, passed.IndexOf("signHandover") - 1);
        passed.ShouldNotContain("leftCustomers");
    }
}
