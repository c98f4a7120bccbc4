using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>Where a job stands.</summary>
    internal enum JobState
    {
        /// <summary>Waits for its next attempt.</summary>
        Pending,

        /// <summary>A worker holds its lease.</summary>
        Running,

        /// <summary>Done; the bookmark that waited for it was resumed.</summary>
        Done,

        /// <summary>Given up; where something waited for it, an incident says so.</summary>
        Failed,

        /// <summary>Nothing waits for it any more.</summary>
        Dropped,
    }

    /// <summary>Work outside the transaction. The row commits with the run that asked for it, and ends with the run that it resumes.</summary>
    internal sealed class WorkflowJob : IBelongsToCompany, IVersioned
    {
        public const string Table = "workflow_jobs", InputsColumn = "inputs";

        public required string Id { get; init; }
        public required string InstanceId { get; init; }
        public required Guid CompanyId { get; init; }

        /// <summary>What the outcome resumes; null when nothing waits.</summary>
        public string? BookmarkId { get; init; }

        public required string ActivityType { get; init; }
        public required string Node { get; init; }
        public required int Execution { get; init; }
        public string? CorrelationId { get; init; }
        public required string DefinitionId { get; init; }
        public required int DefinitionVersion { get; init; }

        /// <summary>Evaluated inputs, as JSON, without their secrets; sealed where the instance is confidential.</summary>
        public required string Inputs { get; init; }

        /// <summary>The inputs that have secrets, sealed with keys that do not lie in the database; null when there are none.</summary>
        public string? SealedInputs { get; init; }

        public required string IdempotencyKey { get; init; }
        public required DateTime CreatedUtc { get; init; }
        public JobState State { get; set; } = JobState.Pending;

        /// <summary>Earliest moment of the next attempt.</summary>
        public required DateTime NotBeforeUtc { get; set; }

        /// <summary>Attempts that have begun. An attempt that only found no answer yet is not counted.</summary>
        public int Attempts { get; set; }

        /// <summary>The worker that holds the lease.</summary>
        public string? Owner { get; set; }

        public DateTime? LeaseUntilUtc { get; set; }

        /// <summary>Why the last attempt did not end it.</summary>
        public string? LastProblem { get; set; }

        public DateTime? EndedUtc { get; set; }
        public int Version { get; set; }

        /// <summary>True while this worker may record what became of this attempt.</summary>
        public bool IsHeldBy(string owner, int attempt) => State == JobState.Running && Owner == owner && Attempts == attempt;

        public void Lease(string owner, DateTime untilUtc)
        {
            (State, Owner, LeaseUntilUtc) = (JobState.Running, owner, untilUtc);
            Attempts++;
        }

        public void PutOff(DateTime untilUtc, string problem)
        {
            Release(JobState.Pending, problem);
            NotBeforeUtc = untilUtc;
        }

        public void End(JobState state, DateTime nowUtc, string? problem)
        {
            Release(state, problem);
            EndedUtc = nowUtc;
        }

        private void Release(JobState state, string? problem) => (State, Owner, LeaseUntilUtc, LastProblem) = (state, null, null, problem);
    }

    internal sealed class WorkflowJobMapping : IEntityTypeConfiguration<WorkflowJob>
    {
        public void Configure(EntityTypeBuilder<WorkflowJob> builder)
        {
            builder.ToTable(WorkflowJob.Table);
            builder.Property(j => j.Id).HasMaxLength(96);
            builder.Property(j => j.InstanceId).HasMaxLength(64);
            builder.Property(j => j.BookmarkId).HasMaxLength(96);
            builder.Property(j => j.ActivityType).HasMaxLength(128);
            builder.Property(j => j.CorrelationId).HasMaxLength(256);
            builder.Property(j => j.DefinitionId).HasMaxLength(128);
            builder.Property(j => j.IdempotencyKey).HasMaxLength(128);
            builder.Property(j => j.Owner).HasMaxLength(64);
            builder.HasIndex(j => new { j.State, j.NotBeforeUtc });
            builder.HasIndex(j => j.InstanceId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowJob> WorkflowJobs => Set<WorkflowJob>();
    }
}
