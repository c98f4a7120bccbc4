using HrBpm.Server.Database;
using HrBpm.Server.Features.Assets;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Assets
{
    /// <summary>A thing that the company owns.</summary>
    internal sealed class Asset : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>Label on it, for example <c>LT-0042</c>; unique in the company.</summary>
        public required string Tag { get; init; }

        public required string Name { get; set; }

        /// <summary>When it was written off; null while it is in use.</summary>
        public DateTime? WrittenOffUtc { get; set; }
    }

    internal sealed class AssetMapping : IEntityTypeConfiguration<Asset>
    {
        public void Configure(EntityTypeBuilder<Asset> builder)
        {
            builder.ToTable("assets");
            builder.HasOne<Company>().WithMany().HasForeignKey(a => a.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(a => a.Tag).HasMaxLength(40);
            builder.HasIndex(a => new { a.CompanyId, a.Tag }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Asset> Assets => Set<Asset>();
    }
}
