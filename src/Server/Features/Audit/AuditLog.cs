using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Audit;

/// <summary>A company's log: its key, and what the sealer needs in order to go on with the Merkle tree.</summary>
internal sealed class AuditLog : IBelongsToCompany
{
    public Guid CompanyId { get; init; }

    /// <summary>Public key (ECDSA P-256, SPKI) that every checkpoint of the log is verified with.</summary>
    public byte[] PublicKey { get; init; } = [];

    /// <summary>The private key, encrypted with the server's data protection keys, which lie outside the database.</summary>
    public byte[] ProtectedKey { get; init; } = [];

    public long Size { get; private set; }

    /// <summary><see cref="MerkleFrontier.ToBytes"/>.</summary>
    public byte[] Frontier { get; private set; } = [];

    public MerkleFrontier ReadFrontier() => MerkleFrontier.From(Size, Frontier);

    public void Keep(MerkleFrontier frontier) => (Size, Frontier) = (frontier.Size, frontier.ToBytes());
}

/// <summary>The place of one entry in its company's log.</summary>
internal sealed class SealedEntry : IBelongsToCompany
{
    public Guid CompanyId { get; init; }

    /// <summary>Index in the Merkle tree, from 0.</summary>
    public long Position { get; init; }

    public Guid EntryId { get; init; }

    /// <summary>The entry's hash when it was sealed.</summary>
    public byte[] LeafHash { get; init; } = [];
}

/// <summary>A signed checkpoint of a company's log.</summary>
internal sealed class AuditCheckpoint : IBelongsToCompany
{
    public Guid CompanyId { get; init; }

    public long Size { get; init; }

    public byte[] Root { get; init; } = [];

    public DateTime AtUtc { get; init; }

    public string KeyId { get; init; } = "";

    public byte[] Signature { get; init; } = [];

    public static AuditCheckpoint Of(Guid companyId, SignedCheckpoint signed) => new()
    {
        CompanyId = companyId,
        Size = signed.Checkpoint.Size,
        Root = signed.Checkpoint.Root,
        AtUtc = signed.Checkpoint.AtUtc,
        KeyId = signed.KeyId,
        Signature = signed.Signature,
    };

    public SignedCheckpoint ToSigned() => new(new Checkpoint(Checkpoint.OriginOf(CompanyId), Size, Root, AtUtc), KeyId, Signature);
}

internal sealed class AuditLogMapping : IEntityTypeConfiguration<AuditLog>, IEntityTypeConfiguration<SealedEntry>, IEntityTypeConfiguration<AuditCheckpoint>
{
    public void Configure(EntityTypeBuilder<AuditLog> builder)
    {
        builder.ToTable("audit_logs");
        builder.HasKey(l => l.CompanyId);
    }

    public void Configure(EntityTypeBuilder<SealedEntry> builder)
    {
        builder.ToTable("audit_sealed_entries");
        builder.HasKey(s => new { s.CompanyId, s.Position });
        builder.HasIndex(s => s.EntryId).IsUnique();
        builder.Property(s => s.Position).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<AuditCheckpoint> builder)
    {
        builder.ToTable("audit_checkpoints");
        builder.HasKey(c => new { c.CompanyId, c.Size });
        builder.Property(c => c.Size).ValueGeneratedNever();
        builder.Property(c => c.KeyId).HasMaxLength(8);
    }
}
