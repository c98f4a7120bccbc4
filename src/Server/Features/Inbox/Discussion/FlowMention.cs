using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Discussion;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox.Discussion
{
    /// <summary>Somebody was mentioned in a discussion: they are told, and may read the discussion and the task that it leads to. It goes when the comment is withdrawn.</summary>
    internal sealed class FlowMention : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>The company of the flow.</summary>
        public required Guid CompanyId { get; init; }

        public required string InstanceId { get; init; }

        public required Guid CommentId { get; init; }

        /// <summary>The task whose page the person is led to; null where the flow has none.</summary>
        public Guid? TaskId { get; init; }

        public required Guid PersonId { get; init; }

        public required Guid ById { get; init; }

        public required DateTime AtUtc { get; init; }

        /// <summary>When the person has seen it.</summary>
        public DateTime? ReadUtc { get; set; }

        public int Version { get; set; }
    }

    internal sealed class FlowMentionMapping : IEntityTypeConfiguration<FlowMention>
    {
        public void Configure(EntityTypeBuilder<FlowMention> builder)
        {
            builder.ToTable("flow_mentions");
            builder.Property(m => m.InstanceId).HasMaxLength(64);
            builder.HasOne<FlowComment>().WithMany().HasForeignKey(m => m.CommentId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(m => m.TaskId).OnDelete(DeleteBehavior.SetNull);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(m => new { m.PersonId, m.AtUtc });
            builder.HasIndex(m => m.InstanceId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<FlowMention> FlowMentions => Set<FlowMention>();
    }
}
