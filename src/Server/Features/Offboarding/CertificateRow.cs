using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Offboarding;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Offboarding
{
    /// <summary>离职证明, as it was issued. Never changed.</summary>
    internal sealed class CertificateRow : IBelongsToCompany
    {
        /// <summary>The case; it has at most one certificate.</summary>
        public required Guid CaseId { get; init; }

        public required Guid CompanyId { get; init; }

        public required string Text { get; init; }

        public required string Sha256 { get; init; }

        public required DateOnly DatedOn { get; init; }

        public required DateTime IssuedUtc { get; init; }

        public Certificate ToCertificate() => new(CaseId, Text, Sha256, DatedOn, IssuedUtc);
    }

    internal sealed class CertificateMapping : IEntityTypeConfiguration<CertificateRow>
    {
        public void Configure(EntityTypeBuilder<CertificateRow> builder)
        {
            builder.ToTable("certificates");
            builder.HasKey(c => c.CaseId);
            builder.HasOne<CaseRow>().WithOne().HasForeignKey<CertificateRow>(c => c.CaseId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(c => c.Sha256).HasMaxLength(64);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CertificateRow> Certificates => Set<CertificateRow>();
    }
}
