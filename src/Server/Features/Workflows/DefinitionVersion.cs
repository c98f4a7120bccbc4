using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>One version of a workflow definition. What it says never changes; only which version is published does.</summary>
    /// <remarks>Has an owner rather than a company, because what belongs to <see cref="AllCompanies"/> is everybody's: queries say whose they want.</remarks>
    internal sealed class DefinitionVersion
    {
        /// <summary>Owner of definitions that every company may run.</summary>
        public static readonly Guid AllCompanies = Guid.Empty;

        /// <summary>Id of this version.</summary>
        public required string Id { get; init; }

        /// <summary>The company that may run it, or <see cref="AllCompanies"/>.</summary>
        public required Guid OwnerId { get; init; }

        /// <summary>Logical id, shared by all versions.</summary>
        public required string DefinitionId { get; init; }

        /// <summary>Counted from 1.</summary>
        public required int Version { get; init; }

        public required string Name { get; init; }

        /// <summary>Elsa 3 JSON, exactly as it was given.</summary>
        public required string Json { get; init; }

        /// <summary>What <see cref="ChecksumOf"/> gave.</summary>
        public required string Checksum { get; init; }

        public required DateTime CreatedUtc { get; init; }
        public bool IsPublished { get; set; }
        public bool IsLatest { get; set; }

        /// <summary>Lower-case hexadecimal SHA-256 of the UTF-8 bytes.</summary>
        public static string ChecksumOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }

    internal sealed class DefinitionVersionMapping : IEntityTypeConfiguration<DefinitionVersion>
    {
        public void Configure(EntityTypeBuilder<DefinitionVersion> builder)
        {
            builder.ToTable("workflow_definitions");
            builder.Property(d => d.Id).HasMaxLength(64);
            builder.Property(d => d.DefinitionId).HasMaxLength(128);
            builder.Property(d => d.Checksum).HasMaxLength(64);
            builder.HasIndex(d => new { d.OwnerId, d.DefinitionId, d.Version }).IsUnique();
            foreach (var property in builder.Metadata.GetProperties().Where(p => p.Name is not (nameof(DefinitionVersion.IsPublished) or nameof(DefinitionVersion.IsLatest))))
                property.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<DefinitionVersion> DefinitionVersions => Set<DefinitionVersion>();
    }
}
