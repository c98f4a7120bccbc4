namespace HrBpm.Activities.Tests.Connectors;

/// <summary>A clock whose timers fire at once and move it on; it remembers how long it was asked to wait.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 9, 30, 10, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get { lock (_gate) return [.. _waits]; }
    }

    public void Advance(TimeSpan by)
    {
        lock (_gate) _now += by;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _waits.Add(dueTime);
            _now += dueTime;
        }
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
