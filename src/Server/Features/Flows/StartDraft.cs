using HrBpm.Server.Database;
using HrBpm.Server.Features.Flows;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Flows
{
    /// <summary>What a person has filled in for a flow and not sent yet. Nobody else sees it; it goes when the flow is started.</summary>
    internal sealed class StartDraft : IBelongsToCompany
    {
        /// <summary>Largest draft, in characters of JSON.</summary>
        public const int Largest = 256 * 1024;

        public required Guid PersonId { get; init; }

        public required string DefinitionId { get; init; }

        public required Guid CompanyId { get; init; }

        /// <summary>Answers by the keys of the form, JSON.</summary>
        public required string Answers { get; set; }

        public required DateTime UpdatedUtc { get; set; }
    }

    internal sealed class StartDraftMapping : IEntityTypeConfiguration<StartDraft>
    {
        public void Configure(EntityTypeBuilder<StartDraft> builder)
        {
            builder.ToTable("start_drafts");
            builder.HasKey(d => new { d.PersonId, d.DefinitionId });
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(d => d.DefinitionId).HasMaxLength(128);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<StartDraft> StartDrafts => Set<StartDraft>();
    }
}
