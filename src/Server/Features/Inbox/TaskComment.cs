using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>What somebody wrote beside a task. Never changed.</summary>
    internal sealed class TaskComment : IBelongsToCompany, IFlowTexts
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid TaskId { get; init; }

        public required Guid AuthorId { get; init; }

        public required DateTime AtUtc { get; init; }

        public required string Text { get; set; }

        /// <summary>The text is sealed: the flow is confidential.</summary>
        public bool IsSealed { get; set; }

        /// <summary>The flow of the task.</summary>
        public required string InstanceId { get; init; }

        (string Table, string Row) IFlowTexts.Place => ("task_comments", Id.ToString("D"));

        IReadOnlyDictionary<string, string?> IFlowTexts.Texts => new Dictionary<string, string?> { ["text"] = Text };

        void IFlowTexts.Put(string column, string text) => Text = text;
    }

    internal sealed class TaskCommentMapping : IEntityTypeConfiguration<TaskComment>
    {
        public void Configure(EntityTypeBuilder<TaskComment> builder)
        {
            builder.ToTable("task_comments");
            builder.Property(c => c.InstanceId).HasMaxLength(64);
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
