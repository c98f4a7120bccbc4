using HrBpm.Activities.Assets;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Assets;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Assets
{
    /// <summary>A person has an asset, from one day until it is returned or written off.</summary>
    internal sealed class AssetIssue : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid AssetId { get; init; }

        public required Guid PersonId { get; init; }

        public required DateOnly IssuedOn { get; init; }

        /// <summary>How it ended; null while the person has it.</summary>
        public AssetEnd? End { get; private set; }

        public DateTime? EndedUtc { get; private set; }

        /// <summary>Person id of whoever checked it.</summary>
        public string? EndedBy { get; private set; }

        public string? Note { get; private set; }

        public int Version { get; set; }

        public void Close(AssetEnd how, string? note, string by, DateTime nowUtc) => (End, Note, EndedBy, EndedUtc) = (how, note, by, nowUtc);
    }

    internal sealed class AssetIssueMapping : IEntityTypeConfiguration<AssetIssue>
    {
        public void Configure(EntityTypeBuilder<AssetIssue> builder)
        {
            builder.ToTable("asset_issues");
            builder.HasOne<Asset>().WithMany().HasForeignKey(i => i.AssetId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(i => i.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(i => i.EndedBy).HasMaxLength(64);
            builder.HasIndex(i => new { i.PersonId, i.End });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<AssetIssue> AssetIssues => Set<AssetIssue>();
    }
}
