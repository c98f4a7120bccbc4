using Bunit;
using HrBpm.Designer.Dashboard;

namespace HrBpm.Designer.Tests.Dashboard;

/// <summary>The dashboard.</summary>
public sealed class DashboardPageTests
{
    [Fact]
    public async Task Each_figure_leads_to_the_list_behind_it()
    {
        await using var context = Server().Context();
        var page = context.Render<DashboardPage>();

        page.FindAll(".figure").Select(figure => (figure.QuerySelector("b")!.TextContent, figure.GetAttribute("href"))).ShouldBe(
            [("7", "instances?status=running"), ("2", "instances?overdue=true"), ("2.4", "instances?status=finished"), ("1", "instances?incidents=true")]);
        page.Find(".jam").GetAttribute("href").ShouldBe("instances?step=boss&definition=leave");
        page.FindAll(".line3").Select(line => line.GetAttribute("href")).ShouldBe(["instances?definition=leave", "instances?assignee=00000000-0000-4000-8000-000000000002"]);
        page.FindAll(".wide2 tbody a").Select(line => line.GetAttribute("href")).ShouldBe(["instances?definition=leave", "instances?branch=00000000-0000-4000-8000-000000000007"]);
    }

    [Fact]
    public async Task A_chart_says_its_figures_to_those_who_do_not_see_it()
    {
        await using var context = Server().Context();
        var page = context.Render<DashboardPage>();

        page.FindAll("table.sr tbody tr").Select(week => string.Join(' ', week.Children.Skip(1).Select(cell => cell.TextContent))).ShouldBe(["5 1", "7 2"]);
        page.FindAll("svg.bars rect").Count.ShouldBe(4, "each week has a bar, and on it what is late");
        page.FindAll(".figure .f12").Select(change => change.TextContent).Take(3).ShouldBe(["较上周 +2", "较上周 +1", "较上期 −0.6 天"]);
        page.Find(".line3 .num").TextContent.ShouldBe("5.0 小时");
    }

    private static FakeServer Server() => new FakeServer().On("GET /api/dashboard", """
        {"fromUtc":"2026-11-09T02:00:00Z","untilUtc":"2026-11-23T02:00:00Z","running":7,"late":2,"medianDays":2.4,"medianDaysBefore":3.0,"incidents":1,"oldestIncidentUtc":"2026-11-23T01:00:00Z",
        "weeks":[{"endUtc":"2026-11-16T02:00:00Z","running":5,"late":1},{"endUtc":"2026-11-23T02:00:00Z","running":7,"late":2}],
        "definitions":[{"key":"leave","name":"请假","running":7,"late":2,"incidents":1,"finished":3}],"branches":[{"key":"00000000-0000-4000-8000-000000000007","name":"上海分公司","running":7,"late":2,"incidents":1,"finished":3}],
        "steps":[{"definitionId":"leave","flowName":"请假","stepId":"boss","step":"直属主管","kind":"approval","needsSignature":false,"count":4,"medianHours":5.0,"p90Hours":130.5}],
        "bottlenecks":[{"definitionId":"leave","flowName":"请假","stepId":"boss","step":"直属主管","flows":4,"late":2,"averageHours":30.0,"totalHours":120.0,"examples":["张伟"]}],
        "workloads":[{"person":{"id":"00000000-0000-4000-8000-000000000002","name":"李娜"},"open":4,"late":2,"done":1}]}
        """);
}
