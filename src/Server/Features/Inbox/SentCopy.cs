using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>抄送: a step that somebody is told of without having to do anything, and whether they have read it.</summary>
    internal sealed class SentCopy : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required string InstanceId { get; init; }

        /// <summary>The task beside which it is read.</summary>
        public required Guid TaskId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>Who sent it; null when the step itself did.</summary>
        public Guid? SentById { get; init; }

        public required DateTime SentUtc { get; init; }

        /// <summary>Sent because the step is late.</summary>
        public required bool IsLate { get; init; }

        /// <summary>已阅.</summary>
        public DateTime? ReadUtc { get; set; }

        public int Version { get; set; }
    }

    internal sealed class SentCopyMapping : IEntityTypeConfiguration<SentCopy>
    {
        public void Configure(EntityTypeBuilder<SentCopy> builder)
        {
            builder.ToTable("task_copies");
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(c => c.TaskId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(c => c.InstanceId).HasMaxLength(64);
            builder.HasIndex(c => new { c.PersonId, c.SentUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<SentCopy> TaskCopies => Set<SentCopy>();
    }
}
