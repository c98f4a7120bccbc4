using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Platform
{
    /// <summary>How far the sandbox has moved the clock of this database. One row.</summary>
    internal sealed class ClockOffset
    {
        public const int OnlyId = 1;

        public int Id { get; init; } = OnlyId;

        public long Ticks { get; set; }
    }

    internal sealed class ClockOffsetMapping : IEntityTypeConfiguration<ClockOffset>
    {
        public void Configure(EntityTypeBuilder<ClockOffset> builder)
        {
            builder.ToTable("clock_offset");
            builder.Property(c => c.Id).ValueGeneratedNever();
        }
    }

    /// <summary>Keeps the clock's offset in the database: a restart does not go back in time, and every process of a cluster has the same time.</summary>
    internal sealed class StoredClock(AppDbContext db, ShiftableClock clock, IConfiguration configuration)
    {
        /// <summary>Takes over the stored offset.</summary>
        /// <exception cref="SettingsException">The clock was moved, but the sandbox, which alone may do that, is off.</exception>
        public async Task LoadAsync(CancellationToken ct)
        {
            var offset = await ReadAsync(ct);
            if (offset > TimeSpan.Zero && !configuration.GetValue<bool>("Sandbox:Enabled"))
                throw new SettingsException($"Expected a database in real time, but the sandbox has moved its clock forward by {offset}. Turn Sandbox:Enabled on, or use another database.");
            clock.ShiftTo(offset);
        }

        /// <summary>Moves the clock forward, for every process of this database.</summary>
        /// <returns>The time after it, UTC.</returns>
        public async Task<DateTime> AdvanceAsync(TimeSpan by, CancellationToken ct)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                if (await db.ClockOffsets.ExecuteUpdateAsync(set => set.SetProperty(c => c.Ticks, c => c.Ticks + by.Ticks), ct) == 0)
                {
                    db.Add(new ClockOffset { Ticks = by.Ticks });
                    await db.SaveChangesAsync(ct);
                }
                await transaction.CommitAsync(ct);
            }
            clock.ShiftTo(await ReadAsync(ct));
            return clock.GetUtcNow().UtcDateTime;
        }

        private async Task<TimeSpan> ReadAsync(CancellationToken ct) =>
            TimeSpan.FromTicks(await db.ClockOffsets.Where(c => c.Id == ClockOffset.OnlyId).Select(c => c.Ticks).SingleOrDefaultAsync(ct));
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<ClockOffset> ClockOffsets => Set<ClockOffset>();
    }
}
