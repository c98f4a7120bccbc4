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

        var leave = await LeaveBeforeAsync(people, "shi.lei", ct);
        var refused = new List<(int? Status, string? Code)>();
        var play = new OffboardingPlay(people, new Dictionary<string, IReadOnlyList<PlayMove>>(), TimeProvider.System)
        {
            Hr = "zou.wen",
            Administrator = "kang.ning",
            Interject = async (state, token) =>
            {
                if (refused.Count == 0 && state.Open.FirstOrDefault(task => task.ActivityId == "settlement") is { } task) refused.Add(await SettleWithNothingAsync(people, task, token));
                return false;
            },
        };
        await play.RunAsync(caseId, ct);

        var shown = (await people.GetAsync("jia.ling", $"/api/offboarding/{caseId:D}", ct))!;
        var steps = shown["clearance"]!.AsArray().ToDictionary(row => (string)row!["activityId"]!, row => (Guid?)row!["closedById"]);
        ((string)shown["stage"]!).ShouldBe("archived");
        steps["head"].ShouldBe(DemoIds.Of("fang.mingyuan"), "the principal decides, and not the head of the department");
        steps["classHandover"].ShouldBe(DemoIds.Of("ye.zi"), "the teacher who takes over confirms the classes");
        var passed = (await people.GetAsync("kang.ning", $"/api/instances/{caseId:D}", ct))!["timeline"]!.AsArray().Where(e => (string)e!["what"]! == "completed").Select(e => ((string)e!["node"]!).Split(':')[^1]).ToList();
        passed.IndexOf("classHandover").ShouldBeInRange(passed.IndexOf("keepConfirmed") + 1, passed.IndexOf("signHandover") - 1);
        passed.ShouldNotContain("leftCustomers");
        refused.ShouldBe([(400, "payroll.item-amount.invalid")]);
        passed.Count(node => node == "settlement").ShouldBe(1, "what was refused did not complete the step");
        (await TodoAsync(people, "ye.zi", ct)).ShouldContain(item => (string)item!["instanceId"]! == leave, "what the leaver still had to decide has gone to whoever takes over");
        (await Should.ThrowAsync<PlayException>(() => TodoAsync(people, "shi.lei", ct))).Status.ShouldBe(401);
    }

    // A form takes an amount of zero; the settlement does not. Who sends it is told, and still has the task.
    private static async Task<(int? Status, string? Code)> SettleWithNothingAsync(PlayPeople people, PlayTask task, CancellationToken ct)
    {
        var path = $"/api/tasks/{task.TaskId:D}";
        var before = (await people.GetAsync(task.UserName, path, ct))!;
        var items = new JsonArray(new JsonObject { ["kind"] = "工资", ["amount"] = new JsonObject { ["amountMinor"] = 0, ["currency"] = "CNY" } });
        var body = new JsonObject { ["action"] = "complete", ["version"] = before["version"]!.DeepClone(), ["answers"] = new JsonObject { ["items"] = items } };
        var refused = await Should.ThrowAsync<PlayException>(() => people.PostAsync(task.UserName, $"{path}/complete", body, ct));
        var after = (await people.GetAsync(task.UserName, path, ct))!;
        ((string)after["state"]!, (int)after["version"]!).ShouldBe(((string)before["state"]!, (int)before["version"]!));
        return (refused.Status, refused.Code);
    }

    // Somebody's request for leave, which their superior has handed to the leaver to decide.
    private static async Task<string> LeaveBeforeAsync(PlayPeople people, string leaver, CancellationToken ct)
    {
        var answers = new JsonObject { ["kind"] = "事假", ["period"] = new JsonObject { ["from"] = "2026-03-30", ["to"] = "2026-03-31" }, ["reason"] = "家事" };
        var started = (await people.PostAsync("jin.yan", "/api/start/leave-standard", new JsonObject { ["requestId"] = Guid.NewGuid().ToString("D"), ["answers"] = answers }, ct))!;
        var leave = (string)started["instanceId"]!;
        var task = (await TodoAsync(people, "lu.ming", ct)).Single(item => (string)item!["instanceId"]! == leave)!;
        await people.PostAsync("lu.ming", $"/api/tasks/{(string)task["id"]!}/transfer", new JsonObject { ["to"] = DemoIds.Of(leaver).ToString("D"), ["comment"] = "请代为审批" }, ct);
        return leave;
    }

    private static async Task<JsonArray> TodoAsync(PlayPeople people, string userName, CancellationToken ct) => (await people.GetAsync(userName, "/api/tasks?list=todo", ct))!["items"]!.AsArray();
}
