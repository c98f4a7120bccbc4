using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>Something that an operator must look at, or had to. The instance's own state is the original; this row is for lists.</summary>
    internal sealed class WorkflowIncident : IBelongsToCompany, IFlowTexts
    {
        public required string Id { get; init; }
        public required string InstanceId { get; init; }
        public required Guid CompanyId { get; init; }
        public required string Node { get; init; }
        public required string ActivityType { get; init; }
        public required string Code { get; init; }
        public required string Message { get; set; }

        /// <inheritdoc />
        public bool IsSealed { get; set; }

        public required DateTime RaisedUtc { get; init; }
        public DateTime? ResolvedUtc { get; set; }
        public Resolution? Resolution { get; set; }
        public string? ResolvedBy { get; set; }
        public string? Reason { get; set; }

        (string Table, string Row) IFlowTexts.Place => ("workflow_incidents", Id);

        IReadOnlyDictionary<string, string?> IFlowTexts.Texts => new Dictionary<string, string?> { ["message"] = Message };

        void IFlowTexts.Put(string column, string text) => Message = text;

        public static WorkflowIncident Of(IncidentRaised raised, string instanceId, Guid companyId) => new()
        {
            Id = raised.IncidentId,
            InstanceId = instanceId,
            CompanyId = companyId,
            Node = raised.Node,
            ActivityType = raised.ActivityType,
            Code = raised.Code,
            Message = raised.Message,
            RaisedUtc = raised.AtUtc,
        };

        /// <summary>Stands for a stored row of which only the resolution will be changed.</summary>
        public static WorkflowIncident Key(string id, string instanceId, Guid companyId) =>
            new() { Id = id, InstanceId = instanceId, CompanyId = companyId, Node = "", ActivityType = "", Code = "", Message = "", RaisedUtc = DateTime.UnixEpoch };

        public void Resolve(IncidentResolved resolved) =>
            (ResolvedUtc, Resolution, ResolvedBy, Reason) = (resolved.AtUtc, resolved.How, resolved.Actor, resolved.Reason);
    }

    internal sealed class WorkflowIncidentMapping : IEntityTypeConfiguration<WorkflowIncident>
    {
        public void Configure(EntityTypeBuilder<WorkflowIncident> builder)
        {
            builder.ToTable("workflow_incidents");
            builder.HasKey(i => new { i.InstanceId, i.Id });
            builder.Property(i => i.InstanceId).HasMaxLength(64);
            builder.Property(i => i.Id).HasMaxLength(96);
            builder.Property(i => i.ActivityType).HasMaxLength(128);
            builder.Property(i => i.Code).HasMaxLength(128);
            builder.Property(i => i.ResolvedBy).HasMaxLength(64);
            builder.HasIndex(i => new { i.CompanyId, i.ResolvedUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowIncident> WorkflowIncidents => Set<WorkflowIncident>();
    }
}
