using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>A workflow instance: its state as JSON, and beside it what lists and boards are filtered by.</summary>
    internal sealed class WorkflowInstance : IBelongsToCompany, IVersioned
    {
        public required string Id { get; init; }
        public required Guid CompanyId { get; init; }
        public required string DefinitionId { get; init; }
        public required string DefinitionVersionId { get; set; }
        public required int DefinitionVersion { get; set; }
        public string? Name { get; set; }
        public string? CorrelationId { get; set; }
        public string? ParentInstanceId { get; init; }
        public required string Initiator { get; init; }
        public InstanceStatus Status { get; set; }
        public InstanceSubStatus SubStatus { get; set; }
        public DateTime CreatedUtc { get; init; }

        /// <summary>The moment of the last run.</summary>
        public DateTime UpdatedUtc { get; set; }

        public DateTime? FinishedUtc { get; set; }
        public int OpenIncidents { get; set; }

        /// <summary>When it was taken out of sight; kept because the audit trail vouches for its runs.</summary>
        public DateTime? DeletedUtc { get; init; }

        /// <summary>When its history was removed because its time was over. The audit trail still has the hash of each run.</summary>
        public DateTime? ErasedUtc { get; init; }

        /// <summary>The whole instance as JSON; never queried inside.</summary>
        public required string State { get; set; }

        /// <summary>Number of the last run: 1 after the start.</summary>
        public int Version { get; set; }

        /// <summary>The row of an instance as it is now.</summary>
        /// <param name="instance">The instance.</param>
        /// <param name="companyId">Whose it is.</param>
        /// <param name="updatedUtc">When its last run was.</param>
        /// <param name="state">Its state as it is kept: as JSON, or sealed.</param>
        /// <param name="version">Number of its last run.</param>
        public static WorkflowInstance Of(Instance instance, Guid companyId, DateTime updatedUtc, string state, int version) => new()
        {
            Id = instance.Id,
            CompanyId = companyId,
            DefinitionId = instance.DefinitionId,
            DefinitionVersionId = instance.DefinitionVersionId,
            DefinitionVersion = instance.DefinitionVersion,
            ParentInstanceId = instance.ParentInstanceId,
            Initiator = instance.Initiator,
            CreatedUtc = instance.CreatedUtc,
            Name = instance.Name,
            CorrelationId = instance.CorrelationId,
            Status = instance.Status,
            SubStatus = instance.SubStatus,
            UpdatedUtc = updatedUtc,
            FinishedUtc = instance.FinishedUtc,
            OpenIncidents = instance.Incidents.Count(i => i.IsOpen),
            State = state,
            Version = version,
        };
    }

    internal sealed class WorkflowInstanceMapping : IEntityTypeConfiguration<WorkflowInstance>
    {
        public void Configure(EntityTypeBuilder<WorkflowInstance> builder)
        {
            builder.ToTable("workflow_instances");
            builder.Property(i => i.Id).HasMaxLength(64);
            builder.Property(i => i.DefinitionId).HasMaxLength(128);
            builder.Property(i => i.DefinitionVersionId).HasMaxLength(64);
            builder.Property(i => i.ParentInstanceId).HasMaxLength(64);
            builder.Property(i => i.CorrelationId).HasMaxLength(256);
            builder.Property(i => i.Initiator).HasMaxLength(64);
            builder.HasIndex(i => new { i.CompanyId, i.Status, i.UpdatedUtc });
            builder.HasIndex(i => i.CorrelationId);
            builder.HasIndex(i => i.DefinitionVersionId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowInstance> WorkflowInstances => Set<WorkflowInstance>();
    }
}
