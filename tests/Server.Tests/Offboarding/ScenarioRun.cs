using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Demo;
using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Tests.Offboarding;

/// <summary>Plays a scenario on a real server, over HTTP.</summary>
internal sealed class ScenarioRun(HrBpmServer server, Scenario scenario) : IDisposable
{
    private readonly PlayPeople people = new(server.Address, HrBpmServer.Password);
    private readonly List<ScenarioEvent> open = [.. scenario.Events];
    private readonly DateOnly today = WorkingHour.DayOf(server.Clock.GetUtcNow().UtcDateTime, scenario.Start.Leaver == "emma.jones" ? "Europe/London" : "Asia/Shanghai");

    public PlayPeople People => people;

    public DateOnly Today => today;

    public async Task<Guid> PlayAsync(CancellationToken ct)
    {
        var started = await people.PostAsync(scenario.Start.As, "/api/offboarding", scenario.Start.ToBody(Guid.NewGuid(), today, DemoIds.Of), ct);
        var caseId = (Guid)started!["id"]!;
        await Play(caseId).RunAsync(caseId, ct);
        open.ShouldBeEmpty("every event of the scenario must have come");
        return caseId;
    }

    public void Dispose() => people.Dispose();

    private OffboardingPlay Play(Guid caseId) => new(people, scenario.Moves.ToDictionary(step => step.Key, step => (IReadOnlyList<PlayMove>)[.. step.Value.Select(Dated)]), TimeProvider.System)
    {
        Interject = (state, ct) => InterjectAsync(caseId, state, ct),
    };

    // In a file that is kept for ever, dates are days from the day on which it runs.
    private PlayMove Dated(PlayMove move)
    {
        if (move.Amend is null) return move;
        var amend = new JsonObject();
        foreach (var (member, value) in move.Amend)
        {
            if (member.EndsWith("InDays", StringComparison.Ordinal)) amend[member[..^"InDays".Length]] = ScenarioStart.Day(today, (int)value!);
            else amend[member] = value?.DeepClone();
        }
        return move with { Amend = amend };
    }

    private async Task<bool> InterjectAsync(Guid caseId, PlayState state, CancellationToken ct)
    {
        if (open.Find(candidate => candidate.IsDue(state)) is not { } due) return false;
        open.Remove(due);
        switch (due.Do)
        {
            case "fault":
                await people.PostAsync("xu.nuo", "/api/sandbox/faults", due.Fault, ct);
                break;
            case "clearFaults":
                await people.SendAsync("xu.nuo", HttpMethod.Delete, "/api/sandbox/faults", null, ct);
                break;
            case "advance":
                await people.PostAsync("xu.nuo", "/api/sandbox/clock/advance", new JsonObject { ["to"] = state.NowUtc.AddHours(due.Hours!.Value).ToString("O") }, ct);
                break;
            case "checkPay":
                (await PayAsync(caseId, ct)).ShouldMatch(due.Pay!);
                break;
            case "earlyRelease":
                await ReleaseEarlyAsync(caseId, due, ct);
                break;
            default:
                throw new InvalidOperationException($"Expected an event that this runner knows, but got '{due.Do}'.");
        }
        return true;
    }

    public async Task<JsonArray> PayAsync(Guid caseId, CancellationToken ct) => (await people.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!["pay"]!["items"]!.AsArray();

    private async Task ReleaseEarlyAsync(Guid caseId, ScenarioEvent due, CancellationToken ct)
    {
        var pay = (await people.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!["pay"]!;
        var items = pay["items"]!.AsArray().Where(item => due.Items!.Contains((string)item!["kind"]!)).Select(item => item!["id"]!.DeepClone());
        var body = new JsonObject { ["requestId"] = Guid.NewGuid().ToString("D"), ["items"] = new JsonArray([.. items]), ["reason"] = due.Reason };
        var asked = await people.PostAsync(due.As!, $"/api/payroll/statements/{(string)pay["statementId"]!}/early-release", body, ct);
        foreach (var person in due.ApprovedBy!)
        {
            (await PayAsync(caseId, ct)).Where(item => (string)item!["state"]! != "held").ShouldBeEmpty("one person alone must release nothing");
            await ApproveAsync(person, (string)asked!["instanceId"]!, ct);
        }
        await UntilReleasedAsync(caseId, due.Items!, ct);
    }

    private async Task ApproveAsync(string person, string instanceId, CancellationToken ct)
    {
        var todo = (await people.GetAsync(person, "/api/tasks?list=todo", ct))!["items"]!.AsArray();
        var task = todo.Single(each => (string)each!["instanceId"]! == instanceId)!;
        var shown = (await people.GetAsync(person, $"/api/tasks/{(string)task["id"]!}", ct))!;
        await people.PostAsync(person, $"/api/tasks/{(string)task["id"]!}/complete", new JsonObject
        {
            ["action"] = "approve",
            ["version"] = shown["version"]!.DeepClone(),
            ["signature"] = new JsonObject { ["password"] = HrBpmServer.Password, ["intentShown"] = shown["intent"]!.DeepClone() },
        }, ct);
    }

    private async Task UntilReleasedAsync(Guid caseId, IReadOnlyList<string> kinds, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!(await PayAsync(caseId, limit.Token)).Where(item => kinds.Contains((string)item!["kind"]!)).All(item => (string)item!["state"]! == "released"))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }
}

internal static class PayAssertions
{
    public static void ShouldMatch(this JsonArray items, Dictionary<string, PayExpectation> expected) =>
        items.Select(item => (Kind: (string)item!["kind"]!, State: (string)item["state"]!, Reason: (string)item["reason"]!))
            .ShouldBe([.. expected.Select(each => (each.Key, each.Value.State, each.Value.Reason))], new SameStart(), ignoreOrder: true);

    // A reason is told in a sentence; the scenario names what is decisive in it.
    private sealed class SameStart : IEqualityComparer<(string Kind, string State, string Reason)>
    {
        public bool Equals((string Kind, string State, string Reason) actual, (string Kind, string State, string Reason) expected) =>
            actual.Kind == expected.Kind && actual.State == expected.State && expected.Reason.Length > 0 && actual.Reason.Contains(expected.Reason, StringComparison.Ordinal);

        public int GetHashCode((string Kind, string State, string Reason) obj) => obj.Kind.GetHashCode(StringComparison.Ordinal);
    }
}
