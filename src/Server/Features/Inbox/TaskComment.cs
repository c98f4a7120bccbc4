using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>What somebody wrote beside a task. Never changed.</summary>
    internal sealed class TaskComment : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid TaskId { get; init; }

        public required Guid AuthorId { get; init; }

        public required DateTime AtUtc { get; init; }

        public required string Text { get; init; }
    }

    internal sealed class TaskCommentMapping : IEntityTypeConfiguration<TaskComment>
    {
        public void Configure(EntityTypeBuilder<TaskComment> builder)
        {
            builder.ToTable("task_comments");
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(c => c.TaskId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<TaskComment> TaskComments => Set<TaskComment>();
    }
}
