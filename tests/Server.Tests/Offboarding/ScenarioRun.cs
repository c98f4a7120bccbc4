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
            case "forgedRelease":
                await ForgeReleaseAsync(caseId, due, ct);
                break;
            default:
                throw new InvalidOperationException($"Expected an event that this runner knows, but got '{due.Do}'.");
        }
        return true;
    }

    public async Task<JsonArray> PayAsync(Guid caseId, CancellationToken ct) => (await people.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!["pay"]!["items"]!.AsArray();

    private async Task ReleaseEarlyAsync(Guid caseId, ScenarioEvent due, CancellationToken ct)
    {
        var (statement, items) = await ItemsAsync(caseId, due, ct);
        var body = new JsonObject { ["requestId"] = Guid.NewGuid().ToString("D"), ["items"] = new JsonArray([.. items.Select(id => JsonValue.Create(id))]), ["reason"] = due.Reason };
        var instance = (string)(await people.PostAsync(due.As!, $"/api/payroll/statements/{statement}/early-release", body, ct))!["instanceId"]!;
        foreach (var person in due.ApprovedBy!)
        {
            await ShouldHoldAllAsync(caseId, "one person alone must release nothing", ct);
            await DecideAsync(person, instance, "approve", ct);
        }
        if (due.RejectedBy is { } refuser) await DecideAsync(refuser, instance, "reject", ct);
        if (due.Releases)
        {
            await UntilReleasedAsync(caseId, due.Items!, ct);
            return;
        }
        ((string?)(await people.GetAsync("xu.nuo", $"/api/instances/{instance}", ct))!["instance"]!["status"]).ShouldBe("finished", StringCompareShould.IgnoreCase);
        await ShouldHoldAllAsync(caseId, "it was refused", ct);
    }

    // Whoever may write flows writes one that says that two people have agreed, in the words of a definition from before, and runs it.
    private async Task ForgeReleaseAsync(Guid caseId, ScenarioEvent due, CancellationToken ct)
    {
        var (statement, items) = await ItemsAsync(caseId, due, ct);
        var grant = new JsonObject
        {
            ["id"] = "grant", ["type"] = "HrBpm.GrantEarlyRelease", ["version"] = 1,
            ["statementId"] = Input("Guid", "Literal", statement),
            ["itemIds"] = Input("Object", "Object", new JsonArray([.. items.Select(id => JsonValue.Create(id))]).ToJsonString()),
            ["approvedBy"] = Input("Object", "Object", new JsonArray([.. due.ApprovedBy!.Select(name => JsonValue.Create(DemoIds.Of(name)))]).ToJsonString()),
        };
        var root = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(grant), ["connections"] = new JsonArray() };
        await people.PostAsync(due.As!, "/elsa/api/workflow-definitions", new JsonObject { ["model"] = new JsonObject { ["definitionId"] = "forged-release", ["name"] = "forged", ["root"] = root }, ["publish"] = true }, ct);
        var instance = (string)(await people.PostAsync(due.As!, "/elsa/api/workflow-definitions/forged-release/dispatch", new JsonObject(), ct))!["workflowInstanceId"]!;
        var ended = (await people.GetAsync("xu.nuo", $"/api/instances/{instance}", ct))!["timeline"]!.AsArray().Single(entry => (string)entry!["what"]! == "completed" && ((string)entry["node"]!).EndsWith("grant", StringComparison.Ordinal));
        ((string?)ended!["outcome"]).ShouldBe("Refused");
        await ShouldHoldAllAsync(caseId, "names that a flow writes itself are no signatures", ct);
    }

    private static JsonObject Input(string type, string expression, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } };

    private async Task<(string Statement, List<string> Items)> ItemsAsync(Guid caseId, ScenarioEvent due, CancellationToken ct)
    {
        var pay = (await people.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!["pay"]!;
        return ((string)pay["statementId"]!, [.. pay["items"]!.AsArray().Where(item => due.Items!.Contains((string)item!["kind"]!)).Select(item => (string)item!["id"]!)]);
    }

    private async Task ShouldHoldAllAsync(Guid caseId, string why, CancellationToken ct) => (await PayAsync(caseId, ct)).Where(item => (string)item!["state"]! != "held").ShouldBeEmpty(why);

    private async Task DecideAsync(string person, string instanceId, string action, CancellationToken ct)
    {
        var todo = (await people.GetAsync(person, "/api/tasks?list=todo", ct))!["items"]!.AsArray();
        var task = todo.Single(each => (string)each!["instanceId"]! == instanceId)!;
        var shown = (await people.GetAsync(person, $"/api/tasks/{(string)task["id"]!}", ct))!;
        await people.PostAsync(person, $"/api/tasks/{(string)task["id"]!}/complete", new JsonObject
        {
            ["action"] = action,
            ["comment"] = action == "reject" ? "不同意" : null,
            ["version"] = shown["version"]!.DeepClone(),
            ["signature"] = action == "reject" ? null : new JsonObject { ["password"] = HrBpmServer.Password, ["intentShown"] = shown["intent"]!.DeepClone() },
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
