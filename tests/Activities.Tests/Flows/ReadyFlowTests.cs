using System.Text.Json.Nodes;
using HrBpm.Activities.Assets;
using HrBpm.Activities.Offboarding;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.Tests.Flows;

/// <summary>Every ready flow of the product passes the checks and runs to its end.</summary>
public sealed class ReadyFlowTests
{
    [Theory, MemberData(nameof(Definitions.All), MemberType = typeof(Definitions))]
    public void Every_definition_of_the_product_can_run_and_is_sound(string file)
    {
        using var services = new ServiceCollection().AddWorkflows(typeof(OpenOffboardingCase).Assembly).AddLogging().BuildServiceProvider();
        services.GetRequiredService<DefinitionValidator>().Check(File.ReadAllText(Path.Combine(Definitions.Folder, file))).Where(p => p.Severity != ProblemSeverity.Information).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-04-01", "form > manager > overThree > tell")]
    [InlineData("2026-04-03", "form > manager > overThree > head > overSeven > tell")]
    [InlineData("2026-04-10", "form > manager > overThree > head > overSeven > hr > tell")]
    public async Task A_leave_goes_as_high_as_its_length_asks(string to, string path)
    {
        await using var run = new ReadyFlowRun("leave/standard.json");
        await run.RunAsync(Leave("2026-03-30", to));

        run.Path.ShouldBe(path);
        run.Copies.ShouldContain($"张伟: 请假已批准：年假 {DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture).DayNumber - new DateOnly(2026, 3, 30).DayNumber + 1} 天");
    }

    [Fact]
    public async Task A_leave_that_is_refused_tells_the_initiator()
    {
        await using var run = new ReadyFlowRun("leave/standard.json");
        await run.RunAsync(Leave("2026-03-30", "2026-04-01"), rejectAt: "manager");

        (run.Path, run.Copies.First()).ShouldBe(("form > manager > tell", "张伟: 请假未通过：年假 3 天"));
    }

    [Fact]
    public async Task Assets_are_issued_and_come_back()
    {
        await using var issue = new ReadyFlowRun("assets/issue-return.json");
        await issue.RunAsync(new() { ["kind"] = "领用" });
        (issue.Path, issue.Assets["LT-0042"]).ShouldBe(("form > which > manager > hand > record > sign > tell", null));

        await using var back = new ReadyFlowRun("assets/issue-return.json");
        back.Assets["LT-0042"] = null;
        await back.RunAsync(new() { ["kind"] = "归还" });
        (back.Path, back.Assets["LT-0042"]).ShouldBe(("form > which > list > check > close > tell", AssetEnd.Returned));
    }

    [Theory]
    [InlineData("regularisation/standard.json", "form > manager > head > hr > receipt > tell")]
    [InlineData("payroll/monthly-release.json", "form > hr > finance > two > pay > check > tell")]
    public async Task A_flow_of_one_way_is_walked_to_its_end(string file, string path)
    {
        await using var run = new ReadyFlowRun(file);
        await run.RunAsync([]);
        run.Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("transfer/standard.json", "from to hr agree fork access desk record all tell")]
    [InlineData("onboarding/standard.json", "fork contract handbook consequences accounts devices record receipt payroll insurance all guide tell")]
    [InlineData("school/teacher-handover.json", "group assign fork accept parents accounts books all principal pay tell")]
    public async Task A_flow_of_several_ways_does_all_of_them(string file, string steps)
    {
        await using var run = new ReadyFlowRun(file);
        await run.RunAsync([], actor: "赵敏");
        run.Path.Split(" > ").Distinct().Order(StringComparer.Ordinal).ShouldBe(steps.Split(' ').Append("form").Order(StringComparer.Ordinal));
        run.Path.ShouldEndWith("> tell");
    }

    private static JsonObject Leave(string from, string to) => new() { ["kind"] = "年假", ["period"] = new JsonObject { ["from"] = from, ["to"] = to } };
}
