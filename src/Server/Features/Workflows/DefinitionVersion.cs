using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows
{
    /// <summary>One version of a workflow definition: a draft that may be rewritten until it is published or first run, and never changes from then on.</summary>
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

        public string Name { get; private set; } = "";
        public string? Description { get; private set; }

        /// <summary>Elsa's version that wrote it.</summary>
        public string? ToolVersion { get; private set; }

        /// <summary>Elsa 3 JSON.</summary>
        public string Json { get; private set; } = "";

        /// <summary>What <see cref="ChecksumOf"/> gave.</summary>
        public string Checksum { get; private set; } = "";

        public required DateTime CreatedUtc { get; init; }

        /// <summary>When it was published or run for the first time; null while it may be rewritten.</summary>
        public DateTime? FrozenUtc { get; private set; }

        /// <summary>When it was deleted; kept because the histories of instances refer to it.</summary>
        public DateTime? DeletedUtc { get; private set; }

        public bool IsPublished { get; private set; }
        public bool IsLatest { get; set; }

        /// <summary>When new instances began to run it, last; null for one that was never published.</summary>
        public DateTime? PublishedUtc { get; private set; }

        /// <summary>The person who published it last; null where nobody did, for example because it comes with the product.</summary>
        public Guid? PublishedById { get; private set; }

        /// <summary>When somebody wrote it last; null where nobody did.</summary>
        public DateTime? SavedUtc { get; private set; }

        /// <summary>The person who wrote it last.</summary>
        public Guid? SavedById { get; private set; }
        /// <summary>The companies just below the owner run it while it is published, unless they have one of their own.</summary>
        public bool IsTemplate { get; private set; }

        /// <summary>Concurrency token, one more with each change.</summary>
        public int Revision { get; private set; }

        /// <summary>Lower-case hexadecimal SHA-256 of the UTF-8 bytes.</summary>
        public static string ChecksumOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

        /// <summary>Says something else from now on.</summary>
        /// <exception cref="InvalidOperationException">It was published or run.</exception>
        public DefinitionVersion Rewrite(WorkflowDefinition definition, string json)
        {
            if (FrozenUtc is { } since) throw new InvalidOperationException($"Expected version {Version} of definition '{DefinitionId}' to be a draft, but it stands since {since:u}.");
            (Name, Description, ToolVersion) = (definition.Name, definition.Description, definition.ToolVersion);
            (Json, Checksum) = (json, ChecksumOf(json));
            Revision++;
            return this;
        }

        /// <summary>Who wrote what it says now.</summary>
        /// <param name="personId">The person.</param>
        /// <param name="nowUtc">When.</param>
        public DefinitionVersion SavedBy(Guid? personId, DateTime nowUtc)
        {
            (SavedById, SavedUtc) = (personId, nowUtc);
            return this;
        }

        /// <summary>From now on it never changes, because something relies on it.</summary>
        public void Freeze(DateTime nowUtc)
        {
            FrozenUtc ??= nowUtc;
            Revision++;
        }

        /// <summary>New instances run it.</summary>
        /// <param name="nowUtc">From when on.</param>
        /// <param name="personId">Who publishes it; null where nobody does.</param>
        public DefinitionVersion Publish(DateTime nowUtc, Guid? personId = null)
        {
            Freeze(nowUtc);
            (IsPublished, PublishedUtc, PublishedById) = (true, nowUtc, personId);
            return this;
        }

        /// <summary>The companies below run it as well.</summary>
        public void OfferToCompanies()
        {
            IsTemplate = true;
            Revision++;
        }

        /// <summary>New instances do not run it any more.</summary>
        public void Retract()
        {
            IsPublished = false;
            Revision++;
        }

        /// <summary>Nobody sees it any more but those who look at an instance that ran it.</summary>
        public void Delete(DateTime nowUtc)
        {
            Retract();
            IsLatest = false;
            DeletedUtc = nowUtc;
        }
    }

    internal sealed class DefinitionVersionMapping : IEntityTypeConfiguration<DefinitionVersion>
    {
        public void Configure(EntityTypeBuilder<DefinitionVersion> builder)
        {
            builder.ToTable("workflow_definitions");
            builder.Property(d => d.Id).HasMaxLength(64);
            builder.Property(d => d.DefinitionId).HasMaxLength(128);
            builder.Property(d => d.ToolVersion).HasMaxLength(40);
            builder.Property(d => d.Checksum).HasMaxLength(64);
            builder.Property(d => d.Revision).IsConcurrencyToken();
            builder.HasIndex(d => new { d.OwnerId, d.DefinitionId, d.Version }).IsUnique();
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
