using System.Text.Json;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.WorkingTime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.WorkingTime
{
    /// <summary>A shift of a company, by its name.</summary>
    internal sealed class ShiftRow : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required string Name { get; set; }

        /// <summary>For example <c>22:00-06:00</c>.</summary>
        public required string Hours { get; set; }

        /// <summary>List of such texts, as JSON.</summary>
        public required string Breaks { get; set; }

        /// <summary>The shift as working time is counted with it.</summary>
        public Shift ToShift() => new(SpanOf(Hours), [.. BreakTexts().Select(SpanOf)]);

        /// <summary>Its breaks, as texts.</summary>
        public IReadOnlyList<string> BreakTexts() => JsonSerializer.Deserialize<List<string>>(Breaks)!;

        private static HourSpan SpanOf(string text) => HourSpan.WhyNot(text, out var span) is { } unfit ? throw new InvalidOperationException(unfit) : span;
    }

    internal sealed class ShiftMapping : IEntityTypeConfiguration<ShiftRow>
    {
        public void Configure(EntityTypeBuilder<ShiftRow> builder)
        {
            builder.ToTable("shifts");
            builder.Property(s => s.Hours).HasMaxLength(20);
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(s => new { s.CompanyId, s.Name }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<ShiftRow> Shifts => Set<ShiftRow>();
    }
}
