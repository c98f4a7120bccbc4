using System.Globalization;
using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Steps in situations that the tests of verbs and modes begin with. People are named by a letter, tasks numbered as they are made.</summary>
internal static class TaskSetSituations
{
    public static readonly DateTime Now = new(2026, 3, 2, 9, 12, 0, DateTimeKind.Utc);

    public static TaskSet Step(TaskMode mode, params string[] people) => Step(TaskKind.Approval, mode, people);

    public static TaskSet Step(TaskKind kind, TaskMode mode, params string[] people) =>
        TaskSet.Open(kind, mode, TaskVerbs.OfferedTo(kind), people, round: 1, Moment("t"));

    /// <summary>The same after one more verb; fails the test when the table refuses it.</summary>
    public static TaskSet After(this TaskSet tasks, string verb, string by, string? to = null, string? comment = null)
    {
        var (next, refusal) = tasks.Try(verb, by, to, comment);
        refusal.ShouldBeNull();
        return next;
    }

    public static (TaskSet Set, HrBpm.Workflows.Refusal? Refusal) Try(this TaskSet tasks, string verb, string by, string? to = null, string? comment = null)
    {
        var task = tasks.Assignments.LastOrDefault(task => task.AssigneeId == by);
        return TaskVerbs.Do(tasks, new TaskCommand { Verb = verb, TaskId = task?.TaskId, By = by, To = to, Comment = comment }, Moment($"{verb}{tasks.Assignments.Count}-"));
    }

    /// <summary>The same after a verb that concerns other people: those added, removed or sent a copy.</summary>
    public static TaskSet AfterTo(this TaskSet tasks, string verb, string by, params string[] people)
    {
        var (next, refusal) = tasks.TryTo(verb, by, people);
        refusal.ShouldBeNull();
        return next;
    }

    public static (TaskSet Set, HrBpm.Workflows.Refusal? Refusal) TryTo(this TaskSet tasks, string verb, string by, params string[] people) => TaskVerbs.Do(
        tasks, new TaskCommand { Verb = verb, TaskId = tasks.TaskOf(by).TaskId, By = by, People = people }, Moment($"{verb}{tasks.Assignments.Count}-"));

    /// <summary>What somebody asks of the whole step: the initiator, or whoever handed the flow on to it.</summary>
    public static (TaskSet Set, HrBpm.Workflows.Refusal? Refusal) TryOnStep(this TaskSet tasks, string verb, TaskVia via, string by, DateTime? nowUtc = null) =>
        TaskVerbs.Do(tasks, new TaskCommand { Verb = verb, Via = via, By = by, To = "form" }, Moment("s") with { NowUtc = nowUtc ?? Now });

    public static TaskSet AfterTime(this TaskSet tasks, string verb, params (string Late, string Manager)[] managers)
    {
        var command = new TaskCommand { Verb = verb, Via = TaskVia.Time, Managers = managers.ToDictionary(pair => tasks.TaskOf(pair.Late).TaskId, pair => pair.Manager) };
        var (next, refusal) = TaskVerbs.Do(tasks, command, Moment("e"));
        refusal.ShouldBeNull();
        return next;
    }

    public static TaskSet AfterReroute(this TaskSet tasks, string leaver, string to)
    {
        var command = new TaskCommand { Verb = TaskVerbs.Reroute, TaskId = tasks.TaskOf(leaver).TaskId, By = "hr", Via = TaskVia.Hr, To = to, Comment = "离职" };
        var (next, refusal) = TaskVerbs.Do(tasks, command, Moment("r"));
        refusal.ShouldBeNull();
        return next;
    }

    public static Assignment TaskOf(this TaskSet tasks, string person) => tasks.Assignments.Last(task => task.AssigneeId == person);

    /// <summary>Who has a task now, in order; an owner who waits for a delegate in brackets.</summary>
    public static string Holders(this TaskSet tasks) =>
        string.Join(" ", tasks.Live.Select(task => task.State == AssignmentState.Delegated ? $"({task.AssigneeId})" : task.AssigneeId));

    public static TaskMoment Moment(string prefix)
    {
        var made = 0;
        return new TaskMoment(Now, () => prefix + (++made).ToString(CultureInfo.InvariantCulture));
    }
}
