using System.Globalization;
using Jint.Runtime;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>The time that scripts see: the moment of the run, in UTC, on any machine.</summary>
internal sealed class RunClock : ITimeSystem
{
    /// <summary>An evaluation stays on its thread from beginning to end, so the engines of all threads can share this clock (and their options).</summary>
    [ThreadStatic] private static DateTime now;

    private readonly DefaultTimeSystem utc = new(TimeZoneInfo.Utc, CultureInfo.InvariantCulture);

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public static void Set(DateTime nowUtc) => now = nowUtc;

    public DateTimeOffset GetUtcNow() => new(ValueText.Utc(now));

    public bool TryParse(string date, out long epochMilliseconds) => utc.TryParse(date, out epochMilliseconds);

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;
}
