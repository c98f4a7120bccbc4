namespace HrBpm.Workflows.Testing;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    /// <summary>Starts at 2026-09-01 01:00 UTC, a working morning in Shanghai.</summary>
    public ManualClock() : this(new DateTimeOffset(2026, 9, 1, 1, 0, 0, TimeSpan.Zero)) { }

    /// <summary>The moment, UTC.</summary>
    public DateTime NowUtc => _now.UtcDateTime;

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan by) => _now += by;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _now;
}
