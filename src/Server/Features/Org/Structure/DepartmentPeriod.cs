using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Structure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Structure
{
    /// <summary>What a department was called, and what it belonged to, from one day to another.</summary>
    internal sealed class DepartmentPeriod : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid DepartmentId { get; init; }

        public required string Name { get; set; }

        public Guid? ParentId { get; set; }

        /// <summary>First day.</summary>
        public required DateOnly From { get; init; }

        /// <summary>Last day; null while it lasts.</summary>
        public DateOnly? Until { get; set; }
    }

    /// <summary>Somebody heads a department from one day to another.</summary>
    internal sealed class Headship : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid DepartmentId { get; init; }

        public required Guid PersonId { get; set; }

        /// <summary>First day.</summary>
        public required DateOnly From { get; init; }

        /// <summary>Last day; null while it lasts.</summary>
        public DateOnly? Until { get; set; }
    }

    internal sealed class DepartmentHistoryMapping : IEntityTypeConfiguration<DepartmentPeriod>, IEntityTypeConfiguration<Headship>
    {
        public void Configure(EntityTypeBuilder<DepartmentPeriod> builder)
        {
            builder.ToTable("department_periods");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Department>().WithMany().HasForeignKey(p => p.DepartmentId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(p => new { p.DepartmentId, p.From }).IsUnique();
        }

        public void Configure(EntityTypeBuilder<Headship> builder)
        {
            builder.ToTable("headships");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Department>().WithMany().HasForeignKey(h => h.DepartmentId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(h => h.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(h => new { h.DepartmentId, h.From }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<DepartmentPeriod> DepartmentPeriods => Set<DepartmentPeriod>();

        public DbSet<Headship> Headships => Set<Headship>();
    }
}
