using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>Evidence of one call to another system, made by one attempt of a job. Secrets were replaced before it came here.</summary>
    internal sealed class ConnectorCallRow : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();
        public required Guid CompanyId { get; init; }
        public required string InstanceId { get; init; }
        public required string JobId { get; init; }

        /// <summary>Which attempt of the job, counted from 1.</summary>
        public required int Attempt { get; init; }

        /// <summary>Which call of the attempt, counted from 1.</summary>
        public required int Number { get; init; }

        public required string System { get; init; }
        public required string Action { get; init; }
        public required string RequestLine { get; init; }

        /// <summary>Sealed where the instance is confidential, and so is the answer.</summary>
        public string? RequestBody { get; private set; }


        /// <summary>Null when no answer came.</summary>
        public int? Status { get; init; }

        public string? ResponseBody { get; private set; }
        public string? Failure { get; init; }
        public required DateTime StartedUtc { get; init; }
        public required double TookMilliseconds { get; init; }

        public static ConnectorCallRow Of(ConnectorCall call, WorkflowJob job, int number) => new()
        {
            CompanyId = job.CompanyId,
            InstanceId = job.InstanceId,
            JobId = job.Id,
            Attempt = job.Attempts,
            Number = number,
            System = call.System,
            Action = call.Action,
            RequestLine = call.RequestLine,
            RequestBody = call.RequestBody,
            Status = call.Status,
            ResponseBody = call.ResponseBody,
            Failure = call.Failure,
            StartedUtc = call.StartedUtc,
            TookMilliseconds = call.Took.TotalMilliseconds,
        };

        /// <summary>Seals what was sent and what came back. Before <see cref="Hash"/>, which is that of the row as it is stored.</summary>
        public void Seal(FlowSeal seal)
        {
            var (table, row) = ("connector_calls", Id.ToString("D"));
            (RequestBody, ResponseBody) = (RequestBody is { } sent ? seal.Seal(table, row, "request_body", sent) : null, ResponseBody is { } came ? seal.Seal(table, row, "response_body", came) : null);
        }

        /// <summary>Lower-case hexadecimal SHA-256 over everything that the row is evidence of.</summary>
        public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new object?[]
        {
            Id, CompanyId, InstanceId, JobId, Attempt, Number, System, Action, RequestLine, RequestBody, Status, ResponseBody, Failure, UtcDateTimeConverter.ToStored(StartedUtc), TookMilliseconds,
        })));

        public AuditFact ToFact() => new(CompanyId, "job", "connectors.call", $"job:{JobId}", new { connectorCall = new { id = Id, system = System, action = Action, sha256 = Hash() } });
    }

    internal sealed class ConnectorCallMapping : IEntityTypeConfiguration<ConnectorCallRow>
    {
        public void Configure(EntityTypeBuilder<ConnectorCallRow> builder)
        {
            builder.ToTable("connector_calls");
            builder.Property(c => c.InstanceId).HasMaxLength(64);
            builder.Property(c => c.JobId).HasMaxLength(96);
            builder.Property(c => c.System).HasMaxLength(64);
            builder.HasIndex(c => c.InstanceId);
            builder.HasIndex(c => c.JobId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<ConnectorCallRow> ConnectorCalls => Set<ConnectorCallRow>();
    }
}
