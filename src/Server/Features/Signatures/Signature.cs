using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Signatures;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Signatures
{
    /// <summary>Whether the time of a signature is proven.</summary>
    internal enum TimestampState
    {
        /// <summary>No authority was configured; none was asked.</summary>
        NotConfigured,

        /// <summary>The authority's token is inside the CMS.</summary>
        Granted,

        /// <summary>The authority gave no token yet; it is asked again.</summary>
        Unavailable,
    }

    /// <summary>A person's signature under a document. Only its time stamp may still be added.</summary>
    internal sealed class Signature : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; }

        public Guid CompanyId { get; init; }

        public Guid PersonId { get; init; }

        public string SignerName { get; init; } = "";

        public DateTime SignedAtUtc { get; init; }

        public string Intent { get; init; } = "";

        public string DocumentTitle { get; init; } = "";

        /// <summary>Lower-case hexadecimal; key of the <see cref="DocumentBlob"/>.</summary>
        public string DocumentSha256 { get; init; } = "";

        /// <summary>The exact bytes that are signed (<see cref="SigningStatement"/>).</summary>
        public byte[] Statement { get; init; } = [];

        /// <summary>Detached CMS over <see cref="Statement"/>, DER.</summary>
        public byte[] Cms { get; private set; } = [];

        public string SubjectKind { get; init; } = "";

        public string SubjectId { get; init; } = "";

        public string? WorkflowInstanceId { get; init; }

        public TimestampState Timestamp { get; private set; }

        /// <summary>The authority's time; null unless granted.</summary>
        public DateTime? TimestampUtc { get; private set; }

        /// <summary>Why there is no token; null unless unavailable.</summary>
        public string? TimestampProblem { get; private set; }

        /// <summary>When statement and signature were removed because their time was over; null for those that are kept.</summary>
        public DateTime? ErasedUtc { get; private set; }

        public int TimestampAttempts { get; private set; }

        /// <summary>When the authority is asked again; null unless unavailable.</summary>
        public DateTime? NextTimestampUtc { get; private set; }

        public int Version { get; set; }

        public static Signature Of(SignatureDraft draft, SignedSubject subject, TimestampAuthorityOptions authority)
        {
            var signature = new Signature
            {
                Id = draft.Id,
                CompanyId = draft.CompanyId,
                PersonId = draft.PersonId,
                SignerName = draft.SignerName,
                SignedAtUtc = draft.SignedAtUtc,
                Intent = draft.Intent,
                DocumentTitle = draft.DocumentTitle,
                DocumentSha256 = draft.DocumentSha256,
                Statement = draft.Statement.ToArray(),
                Cms = draft.Cms.ToArray(),
                SubjectKind = subject.Kind,
                SubjectId = subject.Id,
                WorkflowInstanceId = subject.WorkflowInstanceId,
            };
            if (draft.Timestamp is TimestampOutcome.Granted granted) signature.Complete(signature.Cms, granted.AtUtc);
            if (draft.Timestamp is TimestampOutcome.Unavailable unavailable) signature.Postpone(unavailable.Reason, draft.SignedAtUtc, authority);
            return signature;
        }

        /// <summary>The authority gave its token, which is inside this CMS.</summary>
        public void Complete(byte[] cms, DateTime atUtc)
        {
            (Cms, Timestamp, TimestampUtc) = (cms, TimestampState.Granted, atUtc);
            (TimestampProblem, NextTimestampUtc) = (null, null);
        }

        /// <summary>The authority gave none: it is asked again, later each time.</summary>
        public void Postpone(string reason, DateTime nowUtc, TimestampAuthorityOptions authority)
        {
            (Timestamp, TimestampProblem) = (TimestampState.Unavailable, reason.Length > 500 ? reason[..500] : reason);
            var wait = authority.FirstRetry * Math.Pow(2, Math.Min(TimestampAttempts++, 20));
            NextTimestampUtc = nowUtc + (wait < authority.LongestRetry ? wait : authority.LongestRetry);
        }
    }

    /// <summary>A signed document, byte for byte, once per company whatever the number of its signatures.</summary>
    internal sealed class DocumentBlob : ISealedRow
    {
        public const string Table = "document_blobs", Column = "content";

        public Guid CompanyId { get; init; }

        /// <summary>Lower-case hexadecimal.</summary>
        public string Sha256 { get; init; } = "";

        /// <summary>The bytes, sealed with the company's key: what is signed may hold pay.</summary>
        public byte[] Content { get; private set; } = [];

        public Guid? KeyId { get; private set; }

        Guid ISealedRow.RowId => RowIdOf(Sha256);

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => new Dictionary<string, byte[]> { [Column] = Content };

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, Content) = (keyId, values[Column]);

        /// <summary>Where the content is sealed. The row has no id but its hash, of which this is the first half.</summary>
        public static FieldPlace PlaceOf(Guid companyId, string sha256) => new(companyId, Table, RowIdOf(sha256), Column);

        private static Guid RowIdOf(string sha256) => new(Convert.FromHexString(sha256).AsSpan(0, 16));
    }

    internal sealed class SignatureMapping : IEntityTypeConfiguration<Signature>, IEntityTypeConfiguration<DocumentBlob>
    {
        public void Configure(EntityTypeBuilder<Signature> builder)
        {
            builder.ToTable("signatures");
            builder.Property(s => s.DocumentSha256).HasMaxLength(64);
            builder.Property(s => s.TimestampProblem).HasMaxLength(500);
            builder.HasIndex(s => new { s.CompanyId, s.PersonId });
            builder.HasIndex(s => s.WorkflowInstanceId);
            builder.HasIndex(s => s.NextTimestampUtc);
        }

        public void Configure(EntityTypeBuilder<DocumentBlob> builder)
        {
            builder.ToTable(DocumentBlob.Table);
            builder.HasIndex(d => new { d.CompanyId, d.KeyId });
            builder.HasKey(d => new { d.CompanyId, d.Sha256 });
            builder.Property(d => d.Sha256).HasMaxLength(64);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Signature> Signatures => Set<Signature>();

        public DbSet<DocumentBlob> DocumentBlobs => Set<DocumentBlob>();
    }
}
