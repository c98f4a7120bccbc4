using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>已读回执: when somebody opened a task for the first time.</summary>
    internal sealed class TaskReading : IBelongsToCompany
    {
        public required Guid TaskId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>The company of the flow.</summary>
        public required Guid CompanyId { get; init; }

        public required string InstanceId { get; init; }

        public required DateTime FirstUtc { get; init; }
    }

    internal sealed class TaskReadingMapping : IEntityTypeConfiguration<TaskReading>
    {
        public void Configure(EntityTypeBuilder<TaskReading> builder)
        {
            builder.ToTable("task_readings");
            builder.HasKey(r => new { r.TaskId, r.PersonId });
            builder.Property(r => r.InstanceId).HasMaxLength(64);
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(r => r.TaskId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(r => r.InstanceId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<TaskReading> TaskReadings => Set<TaskReading>();
    }
}
