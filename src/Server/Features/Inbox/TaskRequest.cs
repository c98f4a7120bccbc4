using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>Something that a person has asked of a task once and for all: sent again with the same request id, it is not done again.</summary>
    internal sealed class TaskRequest : IBelongsToCompany
    {
        public required Guid PersonId { get; init; }

        /// <summary>Chosen by the person's client, one for each intention.</summary>
        public required Guid RequestId { get; init; }

        /// <summary>What it was done to: a task, or the flow where it concerned all of it. Something that is asked of several tasks at once has a row for each.</summary>
        public required string Subject { get; init; }

        public required Guid CompanyId { get; init; }

        /// <summary>SHA-256 of verb, recipients and target: the same id for something else is a mistake of the client.</summary>
        public required string What { get; init; }

        /// <summary>Id of what was made, where the answer names it.</summary>
        public Guid? AnswerId { get; init; }

        public required DateTime AtUtc { get; init; }
    }

    internal sealed class TaskRequestMapping : IEntityTypeConfiguration<TaskRequest>
    {
        public void Configure(EntityTypeBuilder<TaskRequest> builder)
        {
            builder.ToTable("task_requests");
            builder.HasKey(r => new { r.PersonId, r.RequestId, r.Subject });
            builder.Property(r => r.Subject).HasMaxLength(96);
            builder.Property(r => r.What).HasMaxLength(64);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<TaskRequest> TaskRequests => Set<TaskRequest>();
    }
}
