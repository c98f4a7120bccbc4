using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Offboarding;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Offboarding
{
    /// <summary>One customer or open matter that goes to the receiver.</summary>
    internal sealed class HandoverRow : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid CaseId { get; init; }

        public required int Number { get; init; }

        public required HandoverKind Kind { get; init; }

        public required string Subject { get; init; }

        public required string State { get; init; }

        public string? ConfirmedBy { get; private set; }

        public DateTime? ConfirmedUtc { get; private set; }

        public void Confirm(string by, DateTime nowUtc) => (ConfirmedBy, ConfirmedUtc) = (ConfirmedBy ?? by, ConfirmedUtc ?? nowUtc);

        public HandoverLine ToLine() => new(Number, Kind, Subject, State, ConfirmedBy);
    }

    internal sealed class HandoverMapping : IEntityTypeConfiguration<HandoverRow>
    {
        public void Configure(EntityTypeBuilder<HandoverRow> builder)
        {
            builder.ToTable("handover_lines");
            builder.HasOne<CaseRow>().WithMany().HasForeignKey(l => l.CaseId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(l => l.ConfirmedBy).HasMaxLength(64);
            builder.HasIndex(l => new { l.CaseId, l.Number });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<HandoverRow> HandoverLines => Set<HandoverRow>();
    }
}
