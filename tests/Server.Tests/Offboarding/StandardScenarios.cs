using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Tests.Offboarding;

[Early]
public sealed class StandardScenariosOnSqlite() : StandardScenarios(TestDatabase.Sqlite);

[Early]
public sealed class StandardScenariosOnPostgres() : StandardScenarios(TestDatabase.Postgres);

/// <summary>Every golden scenario of the standard offboarding, on the real server over HTTP, with stand-ins for the systems outside.</summary>
public abstract class StandardScenarios(TestDatabase database)
{
    public static TheoryData<string> Names => [.. Scenario.All.Select(scenario => scenario.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_scenario_ends_as_its_file_says(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        var scenario = Scenario.Named(name);
        await using var server = await HrBpmServer.StartAsync(database, scenario.Settings);
        using var run = new ScenarioRun(server, scenario);
        var caseId = await run.PlayAsync(ct);
        var shown = (await run.People.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!;
        var instance = (await run.People.GetAsync("xu.nuo", $"/api/instances/{caseId:D}", ct))!;
        var effects = (await run.People.GetAsync("xu.nuo", "/api/sandbox/effects", ct))!;

        var expect = scenario.Expect;
        ((string)shown["stage"]!).ShouldBe(expect.Stage);
        Passed(instance).ShouldBe(expect.Passed, ignoreOrder: true);
        instance["incidents"]!.AsArray().Count.ShouldBe(expect.Incidents);
        CheckPay(shown, expect);
        CheckSteps(shown, instance, expect);
        CheckFacts(shown, scenario, run.Today);
        CheckEffects(effects, shown, expect);
        foreach (var userName in expect.Alerted ?? [])
            ((await run.People.GetAsync(userName, "/api/task-copies", ct))!["items"]!.AsArray().Select(copy => (string)copy!["title"]!)).ShouldContain(title => title.StartsWith("法定支付日已到"), userName);
        await CheckCertificateAsync(shown, expect, run, caseId, ct);
        if (expect.LeaverIsActive is { } isActive) ((bool)(await FindAsync(run, scenario.Start.Leaver, ct))["isActive"]!).ShouldBe(isActive);
    }

    private static Dictionary<string, int> Passed(JsonNode instance) => instance["timeline"]!.AsArray()
        .Where(entry => (string)entry!["what"]! == "completed").GroupBy(Node).ToDictionary(node => node.Key, node => node.Count());

    private static void CheckPay(JsonNode shown, ScenarioEnd expect)
    {
        if (expect.Pay is null)
        {
            shown["pay"].ShouldBeNull();
            return;
        }
        var items = shown["pay"]!["items"]!.AsArray();
        items.ShouldMatch(expect.Pay);
        var ids = items.Select(item => (string?)item!["releaseId"]).ToList();
        ids.ShouldAllBe(id => id != null);
        ids.Distinct().Count().ShouldBe(ids.Count, "each item has a release of its own");
    }

    private static void CheckSteps(JsonNode shown, JsonNode instance, ScenarioEnd expect)
    {
        var outcomes = instance["timeline"]!.AsArray().Where(entry => (string)entry!["what"]! == "completed").GroupBy(Node).ToDictionary(node => node.Key, node => (string?)node.Last()!["outcome"]);
        foreach (var (node, outcome) in expect.Outcomes ?? []) outcomes[node].ShouldBe(outcome, node);
        var rows = shown["clearance"]!.AsArray().ToDictionary(row => (string)row!["activityId"]!, row => row!);
        foreach (var (node, userName) in expect.DecidedBy ?? []) ((Guid?)rows[node]["closedById"]).ShouldBe(DemoIds.Of(userName), node);
        foreach (var (node, via) in expect.Via ?? []) rows.Keys.ShouldContain(node);
        foreach (var (node, via) in expect.Via ?? []) ViaOf(rows[node]).ShouldBe(via, node);
        rows.Values.ShouldAllBe(row => !(bool)row["isOpen"]!);
    }

    private static void CheckFacts(JsonNode shown, Scenario scenario, DateOnly today)
    {
        var expect = scenario.Expect;
        if (expect.Answer is { } answer)
        {
            ((string)shown["answer"]!["decision"]!).ShouldBe(answer.Decision);
            if (answer.Note is { } note) ((string)shown["answer"]!["note"]!).ShouldContain(note);
        }
        if (expect.Damage is { } damage)
            ((long)shown["damage"]!["claimedMinor"]!, (long)shown["damage"]!["deductibleMinor"]!).ShouldBe((damage.ClaimedMinor, damage.DeductibleMinor));
        if (expect.Handover is { } subjects) shown["handover"]!.AsArray().Select(line => (string)line!["subject"]!).ShouldBe(subjects);
        if (expect.LastWorkingDayInDays is { } days) ((string)shown["lastWorkingDay"]!).ShouldBe(ScenarioStart.Day(today, days));
        if (expect.LastWorkingHour?.Split(' ') is [var zone, var hour])
            TimeZoneInfo.ConvertTimeFromUtc(Moment(shown["clock"]!["lastWorkingHourUtc"]!), TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(hour);
    }

    private static void CheckEffects(JsonNode effects, JsonNode shown, ScenarioEnd expect)
    {
        var lastHour = Moment(shown["clock"]!["lastWorkingHourUtc"]!);
        foreach (var disabled in effects["ledger"]!.AsArray().Where(entry => (string)entry!["effect"]! is "scim.userDisabled" or "weCom.memberDisabled"))
            Moment(disabled!["atUtc"]!).ShouldBeInRange(lastHour, lastHour.AddMinutes(5), "accounts end at the last working hour, and not before");
        effects["repeated"]!.AsArray().ShouldBeEmpty("nothing may happen twice out there");
        effects["counts"]!.AsObject().Where(count => count.Key != "weCom.messageDelivered").ToDictionary(count => count.Key, count => (int)count.Value!)
            .ShouldBe(expect.Effects ?? [], ignoreOrder: true);
    }

    // The certificate is due at the legal end, whatever else is open then, and never before.
    private static async Task CheckCertificateAsync(JsonNode shown, ScenarioEnd expect, ScenarioRun run, Guid caseId, CancellationToken ct)
    {
        if (!expect.Certificate)
        {
            shown["certificate"].ShouldBeNull();
            return;
        }
        var delay = Moment(shown["certificate"]!["issuedUtc"]!) - Moment(shown["clock"]!["legalEndUtc"]!);
        delay.ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(5));
        ((string)shown["certificate"]!["datedOn"]!).ShouldBe((string)shown["legalEnd"]!);
        var text = (string)(await run.People.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}/certificate", ct))!["text"]!;
        text.ShouldContain((string)shown["leaver"]!["name"]!);
        text.ShouldNotContain((string)shown["reason"]!);
        if (expect.CertificateSays is { } words) text.ShouldContain(words);
    }

    private static async Task<JsonNode> FindAsync(ScenarioRun run, string userName, CancellationToken ct) =>
        (await run.People.GetAsync("zhao.min", $"/api/people?search={userName}", ct))!["items"]!.AsArray().Single()!;

    private static string ViaOf(JsonNode row) => (string)row["closedVia"]!;

    private static string Node(JsonNode? entry) => ((string)entry!["node"]!).Split(':')[^1];

    private static DateTime Moment(JsonNode node) => node.GetValue<DateTime>().ToUniversalTime();
}
