using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A legal entity, or the group that it is part of.</summary>
    internal sealed class Company
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>The group; null for the group itself.</summary>
        public Guid? ParentId { get; init; }

        public required string Name { get; set; }
    }

    internal sealed class CompanyMapping : IEntityTypeConfiguration<Company>
    {
        public void Configure(EntityTypeBuilder<Company> builder)
        {
            builder.ToTable("companies");
            builder.HasOne<Company>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Company> Companies => Set<Company>();
    }
}
