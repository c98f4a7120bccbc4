using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>Something that is to be done to an instance. The row commits with the run that asked for it, and goes with the run that does it.</summary>
    internal sealed class WorkflowDelivery : IBelongsToCompany
    {
        public const string Table = "workflow_deliveries", CommandColumn = "command";

        public required string Id { get; init; }
        public required Guid CompanyId { get; init; }

        /// <summary>What is to be done, as JSON; sealed where it comes from a confidential instance.</summary>
        public required string Command { get; set; }

        public required DateTime SentUtc { get; init; }

        /// <summary>Place among those that were sent at the same moment.</summary>
        public required int Number { get; init; }

        /// <summary>Earliest moment of the next try.</summary>
        public required DateTime NotBeforeUtc { get; set; }

        public int FailedTries { get; set; }

        /// <summary>Why the last try failed.</summary>
        public string? LastProblem { get; set; }

        /// <summary>Set for a stimulus that nothing waits for yet: how long it is kept.</summary>
        public DateTime? KeptUntilUtc { get; init; }

        /// <summary>Of an early stimulus: the bookmarks that it is for.</summary>
        public string? Hash { get; init; }

        /// <summary>Of an early stimulus: the instances that it is for, if not all.</summary>
        public string? CorrelationId { get; init; }

        /// <summary>Of an early stimulus: the instance that it is for, if not any.</summary>
        public string? InstanceId { get; init; }

        public async Task<Delivery> ReadAsync(FlowSeals seals, CancellationToken ct) =>
            new(Id, CompanyId.ToString("D"), Number, InstanceJson.ReadCommand(await seals.OpenAsync(new(Table, Id, CommandColumn), Command, ct)), SentUtc);

        public static WorkflowDelivery Of(Delivery delivery, DateTime? keptUntilUtc = null)
        {
            var early = keptUntilUtc is null ? null : (SendStimulus)delivery.Command;
            return new WorkflowDelivery
            {
                Id = delivery.Id,
                CompanyId = Guid.ParseExact(delivery.TenantId, "D"),
                Command = InstanceJson.WriteCommand(delivery.Command),
                SentUtc = delivery.SentUtc,
                Number = delivery.Number,
                NotBeforeUtc = delivery.SentUtc,
                KeptUntilUtc = keptUntilUtc,
                Hash = early?.Hash,
                CorrelationId = early?.CorrelationId,
                InstanceId = early?.InstanceId,
            };
        }
    }

    internal sealed class WorkflowDeliveryMapping : IEntityTypeConfiguration<WorkflowDelivery>
    {
        public void Configure(EntityTypeBuilder<WorkflowDelivery> builder)
        {
            builder.ToTable(WorkflowDelivery.Table);
            builder.Property(d => d.Id).HasMaxLength(128);
            builder.Property(d => d.Hash).HasMaxLength(64);
            builder.Property(d => d.CorrelationId).HasMaxLength(256);
            builder.Property(d => d.InstanceId).HasMaxLength(64);
            builder.HasIndex(d => new { d.NotBeforeUtc, d.Number });
            builder.HasIndex(d => d.KeptUntilUtc);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowDelivery> WorkflowDeliveries => Set<WorkflowDelivery>();
    }
}
