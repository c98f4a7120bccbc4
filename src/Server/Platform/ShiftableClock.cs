namespace HrBpm.Server.Platform;

/// <summary>The server's clock: the machine's time plus an offset that only the sandbox moves, and only forward.</summary>
/// <remarks>
/// Moments are whole microseconds, because that is what every database keeps. Timers run in real time: whoever waits for a moment
/// listens to <see cref="Shifted"/> as well.
/// </remarks>
internal sealed class ShiftableClock : TimeProvider
{
    private long offsetTicks;

    /// <summary>How far this clock is ahead of the machine's.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    /// <summary>The offset has changed.</summary>
    public event Action? Shifted;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow() + Offset;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Moves this process's clock forward. <see cref="StoredClock.AdvanceAsync"/> does it for the database and all its processes.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        ShiftTo(Offset + by);
    }

    /// <summary>Takes over an offset, for example the stored one. A smaller one is ignored: time never runs backwards.</summary>
    public void ShiftTo(TimeSpan offset)
    {
        var before = Interlocked.Read(ref offsetTicks);
        while (offset.Ticks > before)
        {
            var seen = Interlocked.CompareExchange(ref offsetTicks, offset.Ticks, before);
            if (seen == before)
            {
                Shifted?.Invoke();
                return;
            }
            before = seen;
        }
    }
}
