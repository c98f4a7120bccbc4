using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>Something that an instance waits for. The row goes when it is used: whoever deletes it is the one who resumes.</summary>
    internal sealed class WorkflowBookmark : IBelongsToCompany
    {
        public required string Id { get; init; }
        public required string InstanceId { get; init; }
        public required Guid CompanyId { get; init; }

        /// <summary>What kind of thing is waited for.</summary>
        public required string Name { get; init; }

        /// <summary>Elsa's stimulus hash of name and payload.</summary>
        public required string Hash { get; init; }

        /// <summary>Node id of the activity that waits.</summary>
        public required string Node { get; init; }

        public required DateTime CreatedUtc { get; init; }

        /// <summary>When time resumes it; put off while resuming fails, so that it holds up nothing else.</summary>
        public DateTime? DueUtc { get; set; }

        /// <summary>How often time failed to resume it.</summary>
        public int FailedTries { get; set; }

        /// <summary>Stands for a row that is to be deleted; only the key counts.</summary>
        public static WorkflowBookmark Key(string id, Guid companyId) =>
            new() { Id = id, CompanyId = companyId, InstanceId = "", Name = "", Hash = "", Node = "", CreatedUtc = DateTime.UnixEpoch };
    }

    internal sealed class WorkflowBookmarkMapping : IEntityTypeConfiguration<WorkflowBookmark>
    {
        public void Configure(EntityTypeBuilder<WorkflowBookmark> builder)
        {
            builder.ToTable("workflow_bookmarks");
            builder.Property(b => b.Id).HasMaxLength(96);
            builder.Property(b => b.InstanceId).HasMaxLength(64);
            builder.Property(b => b.Name).HasMaxLength(128);
            builder.Property(b => b.Hash).HasMaxLength(64);
            builder.HasIndex(b => b.DueUtc);
            builder.HasIndex(b => b.Hash);
            builder.HasIndex(b => b.InstanceId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowBookmark> WorkflowBookmarks => Set<WorkflowBookmark>();
    }
}
