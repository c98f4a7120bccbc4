using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Payroll;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Sandbox.Payroll
{
    /// <summary>The first answer to an idempotency key.</summary>
    internal sealed class PayrollRelease
    {
        public required string IdempotencyKey { get; init; }

        /// <summary>SHA-256 of the body, hexadecimal.</summary>
        public required string BodyHash { get; init; }

        /// <summary>The answer, JSON.</summary>
        public required string Answer { get; init; }

        public required DateTime AtUtc { get; init; }
    }

    /// <summary>An item that was paid. Its id is the key: it is paid once. How much it was is not kept: it would stand in the product's database, where pay is sealed.</summary>
    internal sealed class PaidItem
    {
        public required string ItemId { get; init; }

        public required string ReleaseId { get; init; }

        public required string StatementId { get; init; }

        public required string EmployeeNumber { get; init; }

        public required string Kind { get; init; }

        public required string Currency { get; init; }

        public required DateTime AtUtc { get; init; }
    }

    internal sealed class PayrollStateMapping : IEntityTypeConfiguration<PayrollRelease>, IEntityTypeConfiguration<PaidItem>
    {
        public void Configure(EntityTypeBuilder<PayrollRelease> builder)
        {
            builder.ToTable("sandbox_payroll_releases").HasKey(r => r.IdempotencyKey);
            builder.Property(r => r.IdempotencyKey).HasMaxLength(200);
        }

        public void Configure(EntityTypeBuilder<PaidItem> builder)
        {
            builder.ToTable("sandbox_payroll_items").HasKey(i => i.ItemId);
            builder.Property(i => i.ItemId).HasMaxLength(100);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<PayrollRelease> PayrollReleases => Set<PayrollRelease>();

        public DbSet<PaidItem> PaidItems => Set<PaidItem>();
    }
}
