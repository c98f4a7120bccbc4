using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Audit
{
    /// <summary>What a commitment in an audit entry stands for: the value, and the salt without which nobody can guess it. It is kept beside the entry, sealed, and can be erased; the entry, its hash and its proofs stay what they are.</summary>
    internal sealed class AuditOpening : IBelongsToCompany
    {
        private const int SaltLength = 32;

        private AuditOpening() { }

        public Guid Id { get; private init; }

        public Guid CompanyId { get; private init; }

        public Guid EntryId { get; private init; }

        /// <summary>What the value is called in the entry.</summary>
        public string Name { get; private init; } = "";

        /// <summary>Whom the value is about; null where it is about nobody.</summary>
        public Guid? PersonId { get; private init; }

        /// <summary>Salt and canonical JSON of the value, sealed with the keys outside the database; null once it is erased.</summary>
        public byte[]? Content { get; private init; }

        public DateTime? ErasedUtc { get; private init; }

        /// <summary>SHA-256 of salt and canonical JSON, lower-case hexadecimal: what the entry says.</summary>
        public static string CommitmentOf(ReadOnlySpan<byte> saltAndValue) => Convert.ToHexStringLower(SHA256.HashData(saltAndValue));

        /// <summary>Commits to a value.</summary>
        public static (AuditOpening Opening, string Commitment) Of(AuditFact fact, Guid entryId, string name, object? value, PrivateKeys keys)
        {
            byte[] plain = [.. RandomNumberGenerator.GetBytes(SaltLength), .. CanonicalJson.Write(value)];
            var id = Guid.CreateVersion7();
            var opening = new AuditOpening
            {
                Id = id, CompanyId = fact.CompanyId, EntryId = entryId, Name = name, PersonId = fact.About ?? PersonIn(fact.Subject), Content = keys.ProtectSecret(plain, UseOf(fact.CompanyId, id)),
            };
            return (opening, CommitmentOf(plain));
        }

        /// <summary>Salt and value; null once they are erased.</summary>
        /// <exception cref="CryptographicException">They were changed, or the folder of keys is another one.</exception>
        public byte[]? Open(PrivateKeys keys) => Content is null ? null : keys.UnprotectSecret(Content, UseOf(CompanyId, Id));

        /// <summary>The salt alone, in base64.</summary>
        public static string SaltOf(byte[] opened) => Convert.ToBase64String(opened.AsSpan(0, SaltLength));

        /// <summary>The value alone.</summary>
        public static JsonNode? ValueOf(byte[] opened) => JsonNode.Parse(opened.AsSpan(SaltLength));

        private static string UseOf(Guid companyId, Guid id) => $"Audit opening {id:D} of company {companyId:D}";

        private static Guid? PersonIn(string subject) => subject.StartsWith("person:", StringComparison.Ordinal) && Guid.TryParse(subject.AsSpan("person:".Length), out var id) ? id : null;
    }

    /// <summary>What an entry says of one commitment.</summary>
    internal sealed record StatedCommitment(Guid Id, string Sha256)
    {
        /// <summary>The member of an entry's data that holds them, by name.</summary>
        public const string Member = "commitments";

        /// <summary>Those of an entry, by name.</summary>
        public static IReadOnlyDictionary<string, StatedCommitment> In(JsonElement data) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(Member, out var stated)
            ? Read(stated)
            : new Dictionary<string, StatedCommitment>();

        /// <summary>The same, from the member alone.</summary>
        public static Dictionary<string, StatedCommitment> Read(JsonElement stated)
        {
            try
            {
                return stated.Deserialize<Dictionary<string, StatedCommitment>>(JsonSerializerOptions.Web) ?? [];
            }
            catch (JsonException)
            {
                return [];
            }
        }
    }

    internal sealed class AuditOpeningMapping : IEntityTypeConfiguration<AuditOpening>
    {
        public void Configure(EntityTypeBuilder<AuditOpening> builder)
        {
            builder.ToTable("audit_openings");
            builder.Property(o => o.Name).HasMaxLength(64);
            builder.HasIndex(o => o.EntryId);
            builder.HasIndex(o => new { o.CompanyId, o.PersonId });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<AuditOpening> AuditOpenings => Set<AuditOpening>();
    }
}
