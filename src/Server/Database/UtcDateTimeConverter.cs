using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HrBpm.Server.Database;

/// <summary>Moments are stored as UTC and come back as UTC, whole microseconds, on both databases.</summary>
/// <remarks>PostgreSQL keeps microseconds, SQLite would keep 100 ns: a moment must read the same wherever it was written.</remarks>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    moment => ToStored(moment),
    stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc))
{
    /// <summary>The moment as it will be read back.</summary>
    public static DateTime ToStored(DateTime moment) => moment.Kind == DateTimeKind.Utc
        ? moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond))
        : throw new ArgumentException($"Expected a UTC moment, but {moment:O} is {moment.Kind}.", nameof(moment));
}
