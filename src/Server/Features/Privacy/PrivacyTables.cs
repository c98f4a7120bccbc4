using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Privacy;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Privacy
{
    /// <summary>How long a company keeps a kind of data, where it says so itself.</summary>
    internal sealed class RetentionPeriod : IBelongsToCompany, IVersioned
    {
        public required Guid CompanyId { get; init; }

        public required DataKind Kind { get; init; }

        /// <summary>After the end of the last employment.</summary>
        public required int Months { get; set; }

        public int Version { get; set; }
    }

    /// <summary>Nothing about a person is removed while a hold stands, for example because of a dispute.</summary>
    internal sealed class LegalHold : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        public required string Reason { get; init; }

        public required Guid PlacedById { get; init; }

        public required DateTime PlacedUtc { get; init; }

        public Guid? LiftedById { get; private set; }

        public DateTime? LiftedUtc { get; private set; }

        public int Version { get; set; }

        public void Lift(Guid by, DateTime nowUtc) => (LiftedById, LiftedUtc) = (by, nowUtc);
    }

    /// <summary>That data about a person was removed. Kept for good: it names the person by id only.</summary>
    internal sealed class Removal : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        public required DataKind Kind { get; init; }

        /// <summary>Rows that were removed or emptied.</summary>
        public required int Rows { get; init; }

        public required DateTime AtUtc { get; init; }

        /// <summary>Who asked, and who consented; null where the end of its time removed it.</summary>
        public Guid? AskedById { get; init; }

        public Guid? ConsentedById { get; init; }
    }

    internal sealed class PrivacyMapping : IEntityTypeConfiguration<RetentionPeriod>, IEntityTypeConfiguration<LegalHold>, IEntityTypeConfiguration<Removal>
    {
        public void Configure(EntityTypeBuilder<RetentionPeriod> builder)
        {
            builder.ToTable("retention_periods");
            builder.HasKey(p => new { p.CompanyId, p.Kind });
            builder.HasOne<Company>().WithMany().HasForeignKey(p => p.CompanyId).OnDelete(DeleteBehavior.Restrict);
        }

        public void Configure(EntityTypeBuilder<LegalHold> builder)
        {
            builder.ToTable("legal_holds");
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(h => h.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(h => h.Reason).HasMaxLength(PersonData.LongestReason);
            builder.HasIndex(h => new { h.CompanyId, h.PersonId, h.LiftedUtc });
        }

        public void Configure(EntityTypeBuilder<Removal> builder)
        {
            builder.ToTable("removals");
            builder.HasIndex(r => new { r.CompanyId, r.AtUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<RetentionPeriod> RetentionPeriods => Set<RetentionPeriod>();

        public DbSet<LegalHold> LegalHolds => Set<LegalHold>();

        public DbSet<Removal> Removals => Set<Removal>();
    }
}
