using System.Globalization;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>When time starts instances again.</summary>
public static class Recurrence
{
    private const string Interval = "Interval", CronExpression = "CronExpression", ExecuteAt = "ExecuteAt";

    /// <summary>The moment after the one that has come; null when that was the last.</summary>
    /// <remarks>Moments that nobody was there for are passed over: after a night without server, one start makes up for all that were missed.</remarks>
    /// <param name="stimulus">What starts instances.</param>
    /// <param name="dueUtc">The moment that has come.</param>
    /// <param name="nowUtc">The present moment, at or after it.</param>
    public static DateTime? Next(TriggerStimulus stimulus, DateTime dueUtc, DateTime nowUtc)
    {
        var members = stimulus.Payload as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>();
        if (members.GetValueOrDefault(CronExpression) is string cron) return CronSchedule.Read(cron).Next(nowUtc);
        return members.GetValueOrDefault(Interval) is string interval ? After(dueUtc, TimeSpan.ParseExact(interval, "c", CultureInfo.InvariantCulture), nowUtc) : null;
    }

    internal static TriggerStimulus Every(string name, TimeSpan interval, DateTime firstUtc) => new(name, new Dictionary<string, object?> { [Interval] = interval.ToString("c", CultureInfo.InvariantCulture) }, firstUtc);

    internal static TriggerStimulus ByCron(string name, string expression, DateTime firstUtc) => new(name, new Dictionary<string, object?> { [CronExpression] = expression }, firstUtc);

    internal static TriggerStimulus Once(string name, DateTime atUtc) => new(name, new Dictionary<string, object?> { [ExecuteAt] = atUtc.ToString("O", CultureInfo.InvariantCulture) }, atUtc);

    private static DateTime? After(DateTime dueUtc, TimeSpan interval, DateTime nowUtc)
    {
        var passed = (nowUtc - dueUtc).Ticks / interval.Ticks + 1;
        return passed < (DateTime.MaxValue - dueUtc).Ticks / interval.Ticks ? dueUtc.AddTicks(passed * interval.Ticks) : null;
    }
}
