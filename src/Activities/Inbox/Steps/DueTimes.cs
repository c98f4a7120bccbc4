using System.Globalization;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>Due times of a step's tasks and the timers that belong to them. Counted once, so a later change of a calendar moves nothing that is open.</summary>
internal sealed class DueTimes(StepRequest request, IWorkSchedules schedules)
{
    /// <summary>Why a step could not open.</summary>
    public static readonly string None = $"Expected working time within {WorkSchedule.LongestSearch} days on the calendar of everybody who gets the task, but one of them does not work in that time.";

    private static readonly AssignmentOrigin[] FromOthers = [AssignmentOrigin.Transfer, AssignmentOrigin.Delegation, AssignmentOrigin.Reroute, AssignmentOrigin.Away];

    /// <summary>The tasks with their due times, each on the calendar of whoever has it; null when somebody does not work at all.</summary>
    public async Task<TaskSet?> OpenAsync(TaskSet tasks, DateTime nowUtc, CancellationToken ct)
    {
        if (!request.CountsWorkingTime) return tasks;
        foreach (var task in tasks.Assignments)
        {
            if (await TimedAsync(task, nowUtc, ct) is not { } timed) return null;
            tasks = tasks.With(timed);
        }

        return tasks;
    }

    /// <summary>Whoever got a task from somebody else keeps its due time; where the step says so, they have the whole time anew.</summary>
    public async Task<TaskSet> HandOverAsync(TaskSet before, TaskSet after, DateTime nowUtc, CancellationToken ct)
    {
        if (!request.CountsWorkingTime || !request.DueFollowsAssignee) return after;
        foreach (var task in NewIn(before, after).Where(task => FromOthers.Contains(task.Origin)).ToList())
            after = after.With(await TimedAsync(task, nowUtc, ct) ?? task);
        return after;
    }

    /// <summary>The timers of a step that opens.</summary>
    public async Task<IReadOnlyList<NewBookmark>> TimersAsync(ActivityContext context, TaskSet before, TaskSet after, CancellationToken ct)
    {
        if (!request.CountsWorkingTime) return request.Timers(context);
        var advance = request.AdvanceAt is { } at ? [context.Bookmark(HumanStep.AdvanceBookmark, null, at)] : Array.Empty<NewBookmark>();
        return [.. await OfAsync(context, [.. NewIn(before, after)], ct), .. advance];
    }

    /// <summary>The timers of tasks that came by a verb and have due times of their own.</summary>
    public async Task<IReadOnlyList<NewBookmark>> NewTimersAsync(ActivityContext context, TaskSet before, TaskSet after, CancellationToken ct)
    {
        if (!request.CountsWorkingTime || !request.DueFollowsAssignee || after.Decision is not null) return [];
        var known = before.Assignments.Select(Key).ToHashSet();
        return await OfAsync(context, [.. NewIn(before, after).Where(task => !known.Contains(Key(task)))], ct);
    }

    /// <summary>Whether a timer is about this task: it has the same seat, and still the due time that the timer was made for.</summary>
    public static bool IsMeant(Resumption timer, Assignment task) =>
        timer.Payload is not IReadOnlyDictionary<string, object?> about
        || (about.GetValueOrDefault("dueUtc") as string == Text(task.DueUtc) && (about.GetValueOrDefault("seats") as string ?? "").Split(' ').Contains(task.Seat.ToString(CultureInfo.InvariantCulture)));

    private async Task<Assignment?> TimedAsync(Assignment task, DateTime nowUtc, CancellationToken ct)
    {
        var due = request.DueUtc(nowUtc);
        if (await schedules.OfAsync(Guid.Parse(task.AssigneeId), ct) is not { } schedule) return task with { DueUtc = due, RemindUtc = due - request.RemindBefore };
        if (request.DueAt is null && request.DueInWorking is { } length && (due = schedule.After(nowUtc, length)) is null) return null;
        var remind = due is { } until && request.RemindBeforeWorking is { } ahead ? schedule.Before(until, ahead) : due - request.RemindBefore;
        return task with { DueUtc = due, RemindUtc = remind };
    }

    private async Task<List<NewBookmark>> OfAsync(ActivityContext context, IReadOnlyList<Assignment> tasks, CancellationToken ct)
    {
        var moments = new List<(string Name, DateTime AtUtc, Assignment Task)>();
        foreach (var task in tasks.Where(task => task.IsUndone))
        {
            // A reminder whose moment has passed before the step opened would only repeat the first message.
            if (task.RemindUtc is { } remind && remind > context.NowUtc) moments.Add((HumanStep.RemindBookmark, remind, task));
            if (await EscalationOfAsync(task, ct) is { } escalate) moments.Add((HumanStep.EscalateBookmark, escalate, task));
        }

        return [.. moments.GroupBy(m => (m.Name, m.AtUtc, m.Task.DueUtc), m => m.Task.Seat).Select(same => context.Bookmark(same.Key.Name, About(same.Key.DueUtc, same.Distinct()), same.Key.AtUtc))];
    }

    private async Task<DateTime?> EscalationOfAsync(Assignment task, CancellationToken ct)
    {
        if (task.DueUtc is not { } due) return null;
        if (request.EscalateAfterDueWorking is not { } after) return due + request.EscalateAfterDue;
        return (await schedules.OfAsync(Guid.Parse(task.AssigneeId), ct))?.After(due, after);
    }

    private static IEnumerable<Assignment> NewIn(TaskSet before, TaskSet after) => after.Assignments.Where(task => before.Find(task.TaskId) is null);

    private static (int Seat, DateTime? DueUtc) Key(Assignment task) => (task.Seat, task.DueUtc);

    private static Dictionary<string, object?> About(DateTime? dueUtc, IEnumerable<int> seats) => new() { ["dueUtc"] = Text(dueUtc), ["seats"] = string.Join(' ', seats.Select(seat => seat.ToString(CultureInfo.InvariantCulture))) };

    private static string? Text(DateTime? utc) => utc?.ToString("O", CultureInfo.InvariantCulture);
}
