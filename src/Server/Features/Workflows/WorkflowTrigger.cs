using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>An activity of a published version that starts instances.</summary>
    /// <remarks>Has an owner rather than a company, as its definition has.</remarks>
    internal sealed class WorkflowTrigger
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>The company whose instances it starts, or <see cref="DefinitionVersion.AllCompanies"/>: then whoever starts one says for which company.</summary>
        public required Guid OwnerId { get; init; }

        public required string DefinitionId { get; init; }
        public required string DefinitionVersionId { get; init; }
        public required int Version { get; init; }

        /// <summary>Place among the triggers of its version.</summary>
        public required int Number { get; init; }

        public required string Node { get; init; }
        public required string ActivityType { get; init; }

        /// <summary>What kind of thing starts it.</summary>
        public required string Name { get; init; }

        /// <summary>Elsa's stimulus hash of name and payload.</summary>
        public required string Hash { get; init; }

        /// <summary>What tells the stimulus from others of its kind, as <see cref="Values.Store"/> writes it.</summary>
        public required string Payload { get; init; }

        /// <summary>When time itself starts an instance.</summary>
        public DateTime? DueUtc { get; set; }

        public Trigger Read() => new(DefinitionId, DefinitionVersionId, Version, Node, ActivityType, new TriggerStimulus(Name, Values.Restore(Payload), DueUtc));

        public static WorkflowTrigger Of(Trigger trigger, Guid ownerId, int number) => new()
        {
            OwnerId = ownerId,
            DefinitionId = trigger.DefinitionId,
            DefinitionVersionId = trigger.VersionId,
            Version = trigger.Version,
            Number = number,
            Node = trigger.Node,
            ActivityType = trigger.ActivityType,
            Name = trigger.Stimulus.Name,
            Hash = trigger.Stimulus.Hash,
            Payload = Values.Store(trigger.Stimulus.Payload),
            DueUtc = trigger.Stimulus.DueUtc,
        };
    }

    internal sealed class WorkflowTriggerMapping : IEntityTypeConfiguration<WorkflowTrigger>
    {
        public void Configure(EntityTypeBuilder<WorkflowTrigger> builder)
        {
            builder.ToTable("workflow_triggers");
            builder.Property(t => t.DefinitionId).HasMaxLength(128);
            builder.Property(t => t.DefinitionVersionId).HasMaxLength(64);
            builder.Property(t => t.ActivityType).HasMaxLength(128);
            builder.Property(t => t.Name).HasMaxLength(128);
            builder.Property(t => t.Hash).HasMaxLength(64);
            builder.HasIndex(t => t.Hash);
            builder.HasIndex(t => new { t.OwnerId, t.DefinitionId });
            builder.HasIndex(t => t.DueUtc);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowTrigger> WorkflowTriggers => Set<WorkflowTrigger>();
    }
}
