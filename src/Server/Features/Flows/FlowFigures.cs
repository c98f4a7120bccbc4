using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Flows;

/// <summary>A flow, as figures count it.</summary>
/// <param name="Branch">Branch of the person whom it is about, or of whoever started it.</param>
internal sealed record CountedFlow(string Id, string DefinitionId, Guid? Branch, bool IsRunning, DateTime CreatedUtc, DateTime? FinishedUtc, int OpenIncidents);

/// <summary>A task, as figures count it.</summary>
internal sealed record CountedTask(string InstanceId, string DefinitionId, string StepId, string Step, TaskKind Kind, bool NeedsSignature, string Visit, Guid Assignee, bool IsLive, DateTime OpenedUtc, DateTime? ClosedUtc, DateTime? DueUtc)
{
    /// <summary>Open at this moment.</summary>
    public bool IsOpenAt(DateTime utc) => OpenedUtc <= utc && (ClosedUtc is null ? IsLive : ClosedUtc > utc);

    /// <summary>Open and late at this moment.</summary>
    public bool IsLateAt(DateTime utc) => IsOpenAt(utc) && DueUtc < utc;
}

/// <summary>How long a step takes: from when it opened for the first person until the last one has done it. In hours by the clock, nights and weekends included.</summary>
/// <param name="Count">How many times it was done.</param>
/// <param name="MedianHours">Half of the times it took no longer.</param>
/// <param name="P90Hours">Nine of ten times it took no longer.</param>
internal sealed record StepTime(string DefinitionId, string StepId, string Step, TaskKind Kind, bool NeedsSignature, int Count, double MedianHours, double P90Hours);

/// <summary>A step at which flows wait.</summary>
/// <param name="Flows">How many.</param>
/// <param name="Late">How many of them are late.</param>
/// <param name="AverageHours">How long they have waited on the average.</param>
/// <param name="TotalHours">And together.</param>
/// <param name="InstanceIds">The two that wait longest.</param>
internal sealed record Bottleneck(string DefinitionId, string StepId, string Step, int Flows, int Late, double AverageHours, double TotalHours, IReadOnlyList<string> InstanceIds);

/// <summary>How much somebody has to do.</summary>
internal sealed record Workload(Guid Person, int Open, int Late, int Done);

/// <summary>How many flows ran at the end of a week.</summary>
internal sealed record WeekCount(DateTime EndUtc, int Running, int Late);

/// <summary>How many flows of a kind, or of a branch, run.</summary>
internal sealed record RunningCount(string Key, int Running, int Late, int Incidents, int Finished);

/// <summary>The figures of the dashboard, from flows and tasks that were read before.</summary>
/// <param name="flows">All that run, and those that ended in the time that is looked at or in as long a time before.</param>
/// <param name="tasks">Their tasks that are open, or were closed since.</param>
/// <param name="fromUtc">Begin of the time that is looked at.</param>
/// <param name="nowUtc">Its end.</param>
internal sealed class FlowFigures(IReadOnlyList<CountedFlow> flows, IReadOnlyList<CountedTask> tasks, DateTime fromUtc, DateTime nowUtc)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly HashSet<string> late = [.. tasks.Where(t => t.IsLateAt(nowUtc)).Select(t => t.InstanceId)];

    /// <summary>Flows that run.</summary>
    public int Running => flows.Count(f => f.IsRunning);

    /// <summary>Of these, in which somebody is late.</summary>
    public int Late => flows.Count(f => f.IsRunning && late.Contains(f.Id));

    /// <summary>Open incidents.</summary>
    public int Incidents => flows.Sum(f => f.OpenIncidents);

    /// <summary>How long flows took that ended in the time, in days; null when none did.</summary>
    public double? MedianDays => Days(fromUtc, nowUtc);

    /// <summary>The same of as long a time before.</summary>
    public double? MedianDaysBefore => Days(fromUtc - (nowUtc - fromUtc), fromUtc);

    /// <summary>Week by week, the present one last.</summary>
    public IReadOnlyList<WeekCount> Weeks()
    {
        var weeks = Math.Max(1, (int)Math.Round((nowUtc - fromUtc) / Week));
        return [.. Enumerable.Range(0, weeks).Select(n => nowUtc - (weeks - 1 - n) * Week).Select(At)];

        WeekCount At(DateTime end)
        {
            var running = flows.Where(f => f.CreatedUtc <= end && (f.FinishedUtc is null ? f.IsRunning : f.FinishedUtc > end)).Select(f => f.Id).ToHashSet();
            return new WeekCount(end, running.Count, tasks.Where(t => t.IsLateAt(end)).Select(t => t.InstanceId).Distinct().Count(running.Contains));
        }
    }

    /// <summary>By definition.</summary>
    public IReadOnlyList<RunningCount> ByDefinition() => Count(f => f.DefinitionId);

    /// <summary>By branch; flows without one are left out.</summary>
    public IReadOnlyList<RunningCount> ByBranch() => Count(f => f.Branch?.ToString("D"));

    /// <summary>How long each step takes, the slowest first.</summary>
    public IReadOnlyList<StepTime> Steps() =>
    [
        .. from task in tasks
           group task by (task.DefinitionId, task.StepId, task.Visit) into visit
           where visit.All(t => !t.IsLive && t.ClosedUtc is not null) && visit.Max(t => t.ClosedUtc) >= fromUtc
           let hours = (visit.Max(t => t.ClosedUtc)!.Value - visit.Min(t => t.OpenedUtc)).TotalHours
           group (Hours: hours, Task: visit.First()) by (visit.Key.DefinitionId, visit.Key.StepId) into step
           let hours = step.Select(v => v.Hours).Order().ToList()
           let any = step.Last().Task
           let time = new StepTime(step.Key.DefinitionId, step.Key.StepId, any.Step, any.Kind, any.NeedsSignature, hours.Count, Percentile(hours, .5), Percentile(hours, .9))
           orderby time.P90Hours descending, time.StepId
           select time,
    ];

    /// <summary>Where flows wait, by the time that they have waited together.</summary>
    public IReadOnlyList<Bottleneck> Bottlenecks() =>
    [
        .. from task in tasks
           where task.IsLive
           group task by (task.DefinitionId, task.StepId) into step
           let waits = step.GroupBy(t => t.InstanceId).Select(flow => (Id: flow.Key, Hours: (nowUtc - flow.Min(t => t.OpenedUtc)).TotalHours, IsLate: flow.Any(t => t.IsLateAt(nowUtc)))).OrderByDescending(w => w.Hours).ToList()
           let total = waits.Sum(w => w.Hours)
           orderby total descending, step.Key.StepId
           select new Bottleneck(step.Key.DefinitionId, step.Key.StepId, step.Last().Step, waits.Count, waits.Count(w => w.IsLate), total / waits.Count, total, [.. waits.Take(2).Select(w => w.Id)]),
    ];

    /// <summary>Who has how much to do, the most first.</summary>
    public IReadOnlyList<Workload> Workloads() =>
    [
        .. from task in tasks
           group task by task.Assignee into own
           let open = own.Count(t => t.IsLive)
           where open > 0
           orderby open descending, own.Key
           select new Workload(own.Key, open, own.Count(t => t.IsLateAt(nowUtc)), own.Count(t => t.ClosedUtc >= fromUtc)),
    ];

    /// <summary>A percentile between the two values next to it, as <c>percentile_cont</c> of SQL.</summary>
    /// <param name="ordered">At least one value, smallest first.</param>
    /// <param name="fraction">0 to 1.</param>
    internal static double Percentile(IReadOnlyList<double> ordered, double fraction)
    {
        var at = fraction * (ordered.Count - 1);
        var below = (int)at;
        return below + 1 >= ordered.Count ? ordered[below] : ordered[below] + (at - below) * (ordered[below + 1] - ordered[below]);
    }

    private double? Days(DateTime from, DateTime until) =>
        flows.Where(f => f.FinishedUtc > from && f.FinishedUtc <= until).Select(f => (f.FinishedUtc!.Value - f.CreatedUtc).TotalDays).Order().ToList() is { Count: > 0 } days ? Percentile(days, .5) : null;

    private IReadOnlyList<RunningCount> Count(Func<CountedFlow, string?> keyOf) =>
    [
        .. from flow in flows
           let key = keyOf(flow)
           where key is not null
           group flow by key into same
           let running = same.Count(f => f.IsRunning)
           orderby running descending, same.Key
           select new RunningCount(same.Key, running, same.Count(f => f.IsRunning && late.Contains(f.Id)), same.Sum(f => f.OpenIncidents), same.Count(f => f.FinishedUtc > fromUtc)),
    ];
}
