using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Alterations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations
{
    /// <summary>Where a plan, or its part for one instance, stands.</summary>
    internal enum AlterationStatus
    {
        /// <summary>Not begun.</summary>
        Pending,

        /// <summary>Being done.</summary>
        Running,

        /// <summary>Done.</summary>
        Completed,

        /// <summary>Refused; nothing changed.</summary>
        Failed,
    }

    /// <summary>The same alterations for several instances.</summary>
    internal sealed class AlterationPlan : IBelongsToCompany
    {
        public string Id { get; init; } = Guid.CreateVersion7().ToString("N");
        public required Guid CompanyId { get; init; }

        /// <summary>Who submitted it.</summary>
        public required string Actor { get; init; }

        /// <summary>What to do, as the client's JSON.</summary>
        public required string Alterations { get; init; }

        /// <summary>Which instances were meant, as the client's JSON.</summary>
        public required string Filter { get; init; }

        public AlterationStatus Status { get; set; } = AlterationStatus.Pending;
        public required DateTime CreatedUtc { get; init; }
        public DateTime? StartedUtc { get; set; }
        public DateTime? CompletedUtc { get; set; }
    }

    /// <summary>A plan's part for one instance. Its end commits with the run that did it.</summary>
    internal sealed class AlterationJob : IBelongsToCompany
    {
        public string Id { get; init; } = Guid.CreateVersion7().ToString("N");
        public required string PlanId { get; init; }
        public required Guid CompanyId { get; init; }
        public required string InstanceId { get; init; }
        public AlterationStatus Status { get; set; } = AlterationStatus.Pending;

        /// <summary>Why it was refused, or that it was done.</summary>
        public string? Message { get; set; }

        public required DateTime CreatedUtc { get; init; }
        public DateTime? CompletedUtc { get; set; }
    }

    internal sealed class AlterationMapping : IEntityTypeConfiguration<AlterationPlan>, IEntityTypeConfiguration<AlterationJob>
    {
        public void Configure(EntityTypeBuilder<AlterationPlan> builder)
        {
            builder.ToTable("workflow_alteration_plans");
            builder.Property(p => p.Id).HasMaxLength(64);
            builder.Property(p => p.Actor).HasMaxLength(64);
            builder.HasIndex(p => p.Status);
        }

        public void Configure(EntityTypeBuilder<AlterationJob> builder)
        {
            builder.ToTable("workflow_alteration_jobs");
            builder.Property(j => j.Id).HasMaxLength(64);
            builder.Property(j => j.PlanId).HasMaxLength(64);
            builder.Property(j => j.InstanceId).HasMaxLength(64);
            builder.HasIndex(j => j.PlanId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<AlterationPlan> AlterationPlans => Set<AlterationPlan>();

        public DbSet<AlterationJob> AlterationJobs => Set<AlterationJob>();
    }
}
