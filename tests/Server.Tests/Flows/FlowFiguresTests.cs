using HrBpm.Activities.Inbox;
using HrBpm.Server.Features.Flows;

namespace HrBpm.Server.Tests.Flows;

/// <summary>The dashboard's figures, from flows and tasks that are known.</summary>
public sealed class FlowFiguresTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 2, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Li = Guid.NewGuid(), Wang = Guid.NewGuid(), Shanghai = Guid.NewGuid();

    [Fact]
    public void Median_and_p90_are_those_of_the_visits_not_of_the_tasks()
    {
        // Five visits of 1, 2, 3, 4 and 10 hours; the last one took two people, side by side. One is still open, and counts for nothing.
        CountedTask[] tasks = [.. Enumerable.Range(1, 4).Select(hours => Closed($"v{hours}", Li, hours)), Closed("v10", Li, 6), Closed("v10", Wang, 10), Open("v11", Li, 50)];
        var step = Figures([], tasks).Steps().Single();

        (step.Count, step.MedianHours).ShouldBe((5, 3));
        step.P90Hours.ShouldBe(7.6, 1e-9, "between 4 and 10, as percentile_cont has it");
    }

    [Fact]
    public void Weeks_count_what_ran_and_what_was_late_at_their_ends()
    {
        CountedFlow[] flows = [Flow("a", Now.AddDays(-20), null), Flow("b", Now.AddDays(-20), Now.AddDays(-10)), Flow("c", Now.AddDays(-3), null)];
        CountedTask[] tasks = [Open("v1", Li, 20 * 24, due: Now.AddDays(-8), instance: "a"), Closed("v2", Wang, 24, instance: "b", due: Now.AddDays(-13), closed: Now.AddDays(-12))];

        Figures(flows, tasks).Weeks().Select(week => (week.Running, week.Late)).ShouldBe([(0, 0), (2, 0), (1, 1), (2, 1)]);
    }

    [Fact]
    public void Flows_are_counted_by_definition_and_by_branch_and_their_length_by_the_median()
    {
        CountedFlow[] flows = [Flow("a", Now.AddDays(-9), Now.AddDays(-1)), Flow("b", Now.AddDays(-5), Now.AddDays(-1)), Flow("c", Now.AddDays(-2), Now.AddDays(-1)), Flow("d", Now.AddDays(-1), null, incidents: 2)];
        var figures = Figures(flows, [Open("v", Li, 5, due: Now.AddHours(-1), instance: "d")]);

        (figures.Running, figures.Late, figures.Incidents, figures.MedianDays, figures.MedianDaysBefore).ShouldBe((1, 1, 2, 4.0, null));
        figures.ByDefinition().ShouldBe([new RunningCount("leave", 1, 1, 2, 3)]);
        figures.ByBranch().Single().Key.ShouldBe(Shanghai.ToString("D"));
    }

    [Fact]
    public void Bottlenecks_and_workloads_count_what_is_open()
    {
        CountedTask[] tasks = [Open("v1", Li, 10, instance: "a"), Open("v2", Li, 30, instance: "b", due: Now.AddHours(-2)), Open("v3", Wang, 1, instance: "c", step: "head"), Closed("v4", Wang, 3)];
        var figures = Figures([], tasks);

        var jam = figures.Bottlenecks()[0];
        (jam.StepId, jam.Flows, jam.Late, jam.AverageHours, jam.TotalHours).ShouldBe(("manager", 2, 1, 20.0, 40.0));
        jam.InstanceIds.ShouldBe(["b", "a"], "the longest first");
        figures.Workloads().ShouldBe([new Workload(Li, 2, 1, 0), new Workload(Wang, 1, 0, 1)]);
    }

    private static FlowFigures Figures(IReadOnlyList<CountedFlow> flows, IReadOnlyList<CountedTask> tasks) => new(flows, tasks, Now.AddDays(-28), Now);

    private static CountedFlow Flow(string id, DateTime created, DateTime? finished, int incidents = 0) => new(id, "leave", Shanghai, finished is null, created, finished, incidents);

    private static CountedTask Closed(string visit, Guid by, double hours, string instance = "x", DateTime? due = null, DateTime? closed = null) =>
        new(instance, "leave", "manager", "直属主管", TaskKind.Approval, false, visit, by, false, (closed ?? Now.AddDays(-1)).AddHours(-hours), closed ?? Now.AddDays(-1), due);

    private static CountedTask Open(string visit, Guid by, double hours, DateTime? due = null, string instance = "x", string step = "manager") =>
        new(instance, "leave", step, step, TaskKind.Approval, false, visit, by, true, Now.AddHours(-hours), null, due);
}
