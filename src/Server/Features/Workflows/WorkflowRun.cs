using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>One run of an instance, which was one transaction: what was asked, and what happened. Rows are only ever added.</summary>
    internal sealed class WorkflowRun : IBelongsToCompany
    {
        public required string InstanceId { get; init; }

        public const string CommandColumn = "command", EventsColumn = "events";

        /// <summary>Counted from 1 within the instance.</summary>
        public required int Number { get; init; }

        public required Guid CompanyId { get; init; }
        public required DateTime AtUtc { get; init; }

        /// <summary>A person's id; empty for time and jobs.</summary>
        public required string Actor { get; init; }

        /// <summary>The command, as the text that was hashed: JSON, or that sealed.</summary>
        public required string Command { get; init; }

        /// <summary>The events, as the text that was hashed: JSON, or that sealed.</summary>
        public required string Events { get; init; }

        /// <summary>What <see cref="HashOf"/> gave; the audit trail names it.</summary>
        public string Sha256 { get; private set; } = "";

        /// <summary>Takes the hash of what was set.</summary>
        public WorkflowRun Seal()
        {
            Sha256 = HashOf(Command, Events);
            return this;
        }

        /// <summary>Where one of its texts is sealed.</summary>
        public TextPlace PlaceOf(string column) => PlaceOf(InstanceId, Number, column);

        /// <inheritdoc cref="PlaceOf(string)"/>
        public static TextPlace PlaceOf(string instanceId, int number, string column) => new("workflow_runs", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instanceId}/{number}"), column);

        /// <summary>The run with these texts, to be read.</summary>
        public WorkflowRun WithTexts(string command, string events) =>
            new() { InstanceId = InstanceId, Number = Number, CompanyId = CompanyId, AtUtc = AtUtc, Actor = Actor, Command = command, Events = events, Sha256 = Sha256 };

        /// <summary>Lower-case hexadecimal SHA-256 of the UTF-8 bytes of command, line feed and events.</summary>
        public static string HashOf(string command, string events)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(command.Length + 1 + events.Length));
            var length = Encoding.UTF8.GetBytes(command, buffer);
            buffer[length++] = (byte)'\n';
            length += Encoding.UTF8.GetBytes(events, buffer.AsSpan(length));
            var hash = Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, length)));
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            return hash;
        }
    }

    internal sealed class WorkflowRunMapping : IEntityTypeConfiguration<WorkflowRun>
    {
        public void Configure(EntityTypeBuilder<WorkflowRun> builder)
        {
            builder.ToTable("workflow_runs");
            builder.HasKey(r => new { r.InstanceId, r.Number });
            builder.Property(r => r.InstanceId).HasMaxLength(64);
            builder.Property(r => r.Actor).HasMaxLength(64);
            builder.Property(r => r.Sha256).HasMaxLength(64);
            foreach (var property in builder.Metadata.GetProperties()) property.SetAfterSaveBehavior(Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Throw);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WorkflowRun> WorkflowRuns => Set<WorkflowRun>();
    }
}
