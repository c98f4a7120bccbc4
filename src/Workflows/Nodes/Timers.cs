using System.Globalization;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Delay: waits for a time span.</summary>
internal sealed class Delay : CoreNode
{
    public const string TypeName = "Elsa.Delay";

    internal override async ValueTask ExecuteAsync(Visit visit) =>
        Moments.Wait(visit, TypeName, "ResumeAt", Moments.After(await Moments.SpanAsync(visit, "timeSpan", "delay"), visit.Run.NowUtc, "delay"));
}

/// <summary>Elsa.Timer: inside a flow it waits for its interval, once; at the head of a flow it starts an instance at each interval.</summary>
internal sealed class Timer : CoreNode
{
    public const string TypeName = "Elsa.Timer";

    internal override async ValueTask<IReadOnlyList<TriggerStimulus>> TriggersAsync(TriggerVisit visit)
    {
        if (await visit.InputAsync("interval", "TimeSpan") is not TimeSpan interval || interval <= TimeSpan.Zero)
            throw new ExpressionException("timer.interval-invalid", "Expected an interval above zero, but there was none.");
        return [Recurrence.Every(TypeName, interval, Moments.After(interval, visit.NowUtc, "timer"))];
    }

    internal override async ValueTask ExecuteAsync(Visit visit) =>
        Moments.Wait(visit, TypeName, "ResumeAt", Moments.After(await Moments.SpanAsync(visit, "interval", "timer"), visit.Run.NowUtc, "timer"));
}

/// <summary>Elsa.Cron: inside a flow it waits for the next moment of its schedule, in UTC; at the head of a flow it starts an instance at each.</summary>
internal sealed class Cron : CoreNode
{
    public const string TypeName = "Elsa.Cron";

    internal override async ValueTask<IReadOnlyList<TriggerStimulus>> TriggersAsync(TriggerVisit visit)
    {
        var text = await visit.TextAsync("cronExpression");
        return [Recurrence.ByCron(TypeName, text!, CronSchedule.Read(text).Expect(visit.NowUtc))];
    }

    internal override async ValueTask ExecuteAsync(Visit visit) =>
        Moments.Wait(visit, TypeName, "ExecuteAt", CronSchedule.Read(await visit.TextAsync("cronExpression")).Expect(visit.Run.NowUtc));
}

/// <summary>Elsa.StartAt: inside a flow it waits until its moment, and not at all for one that has passed; at the head of a flow it starts one instance.</summary>
internal sealed class StartAt : CoreNode
{
    public const string TypeName = "Elsa.StartAt";

    internal override async ValueTask<IReadOnlyList<TriggerStimulus>> TriggersAsync(TriggerVisit visit)
    {
        if (await visit.InputAsync("dateTime", "DateTimeOffset") is not DateTimeOffset moment) throw new ExpressionException("start-at.time-missing", "Expected a moment to start at, but there was none.");
        // A moment that had passed when the definition was published was either used by an earlier version, or never meant to come.
        return moment.UtcDateTime > visit.NowUtc ? [Recurrence.Once(TypeName, moment.UtcDateTime)] : [];
    }

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await visit.InputAsync("dateTime", "DateTimeOffset") is not DateTimeOffset moment)
            await visit.FaultAsync("start-at.time-missing", "Expected a moment to wait for, but there was none.");
        else if (moment.UtcDateTime <= visit.Run.NowUtc) await visit.CompleteAsync();
        else Moments.Wait(visit, TypeName, "ExecuteAt", moment.UtcDateTime);
    }
}

/// <summary>What the nodes that wait for a moment have in common.</summary>
internal static class Moments
{
    /// <summary>Waits until a moment; the payload shows it, as Elsa's does.</summary>
    public static void Wait(Visit visit, string name, string member, DateTime dueUtc) =>
        visit.Wait(name, new Dictionary<string, object?> { [member] = dueUtc.ToString("O", CultureInfo.InvariantCulture) }, dueUtc);

    /// <exception cref="ExpressionException">There is no time span, or it is not one.</exception>
    public static async ValueTask<TimeSpan> SpanAsync(Visit visit, string input, string code) => await visit.InputAsync(input, "TimeSpan") is TimeSpan span
        ? span
        : throw new ExpressionException($"{code}.time-missing", "Expected a time span to wait for, but there was none.");

    /// <exception cref="ExpressionException">The calendar ends before.</exception>
    public static DateTime After(TimeSpan span, DateTime nowUtc, string code) => span < DateTime.MaxValue - nowUtc && span > DateTime.MinValue - nowUtc
        ? nowUtc + span
        : throw new ExpressionException($"{code}.time-too-far", $"Expected a time span that ends within the calendar, but it was {span:c}.");
}
