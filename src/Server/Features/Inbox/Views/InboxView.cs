using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Views;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox.Views
{
    /// <summary>A list of the inbox as a person wants to see it again: which list, what of it, in which order. Nobody else sees it.</summary>
    internal sealed class InboxView : IBelongsToCompany
    {
        public const int LongestName = 40, LongestSearch = 100, MostPerPerson = 30;

        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        public required string Name { get; set; }

        /// <summary>todo, done or delegated.</summary>
        public required string List { get; set; }

        /// <summary>Only tasks of this definition; null for all.</summary>
        public string? DefinitionId { get; set; }

        public bool IsOverdue { get; set; }

        /// <summary>Only tasks about this person; null for all.</summary>
        public Guid? ConcerningId { get; set; }

        /// <summary>What is looked for in what is shown.</summary>
        public string? Search { get; set; }

        /// <summary>One of <see cref="TaskFilter.Orders"/>; null for the list's own.</summary>
        public string? Order { get; set; }

        public required DateTime SavedUtc { get; set; }
    }

    internal sealed class InboxViewMapping : IEntityTypeConfiguration<InboxView>
    {
        public void Configure(EntityTypeBuilder<InboxView> builder)
        {
            builder.ToTable("inbox_views");
            builder.Property(v => v.Name).HasMaxLength(InboxView.LongestName);
            builder.Property(v => v.List).HasMaxLength(16);
            builder.Property(v => v.DefinitionId).HasMaxLength(128);
            builder.Property(v => v.Search).HasMaxLength(InboxView.LongestSearch);
            builder.Property(v => v.Order).HasMaxLength(16);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(v => v.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(v => new { v.PersonId, v.Name }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<InboxView> InboxViews => Set<InboxView>();
    }
}
