using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Features.Workflows.Variants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows.Variants
{
    /// <summary>What a company has otherwise than a template: the changes alone (<c>docs/decisions/0022</c>).</summary>
    internal sealed class DefinitionOverlay : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>The template, by the id that all its versions share.</summary>
        public required string DefinitionId { get; init; }

        /// <summary>The version of the template that the changes are made on.</summary>
        public required string BaseVersionId { get; set; }

        /// <summary>Its number.</summary>
        public required int BaseVersion { get; set; }

        /// <summary>The changes, JSON.</summary>
        public required string Changes { get; set; }

        /// <summary>The company's version that was composed at the last publish; null while it was never published.</summary>
        public string? PublishedVersionId { get; set; }

        /// <summary>Number of that version.</summary>
        public int? PublishedVersion { get; set; }

        /// <summary>The changes have been published as they are.</summary>
        public bool IsPublished { get; set; }

        public required Guid UpdatedById { get; set; }

        public required DateTime UpdatedUtc { get; set; }

        /// <summary>Concurrency token, one more with each change; 1 at first.</summary>
        public int Revision { get; set; }
    }

    internal sealed class DefinitionOverlayMapping : IEntityTypeConfiguration<DefinitionOverlay>
    {
        public void Configure(EntityTypeBuilder<DefinitionOverlay> builder)
        {
            builder.ToTable("definition_overlays");
            builder.Property(o => o.DefinitionId).HasMaxLength(128);
            builder.Property(o => o.BaseVersionId).HasMaxLength(64);
            builder.Property(o => o.PublishedVersionId).HasMaxLength(64);
            builder.Property(o => o.Revision).IsConcurrencyToken();
            builder.HasOne<DefinitionVersion>().WithMany().HasForeignKey(o => o.BaseVersionId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(o => new { o.CompanyId, o.DefinitionId }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<DefinitionOverlay> DefinitionOverlays => Set<DefinitionOverlay>();
    }
}
