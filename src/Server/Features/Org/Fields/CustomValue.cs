using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Fields
{
    /// <summary>The value of one field of one entity. Without a value there is no row.</summary>
    internal sealed class CustomValue : ISealedRow
    {
        public const string Table = "custom_values", CipherColumn = "cipher";

        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid FieldId { get; init; }

        /// <summary>The person, department or other entity that has it.</summary>
        public required Guid SubjectId { get; init; }

        /// <summary>The value as JSON; null where it is secret.</summary>
        public string? Json { get; set; }

        /// <summary>The value as JSON, sealed; null where it is no secret.</summary>
        public byte[]? Cipher { get; set; }

        public Guid? KeyId { get; set; }

        /// <summary>A hash of the value, which no other row of the field has; null where values may repeat. Of a secret it is a blind index.</summary>
        public byte[]? UniqueHash { get; set; }

        /// <summary>Key that the blind index was made with; null where there is none.</summary>
        public Guid? IndexKeyId { get; set; }

        Guid ISealedRow.RowId => Id;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => Cipher is null ? [] : new Dictionary<string, byte[]> { [CipherColumn] = Cipher };

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, Cipher) = (keyId, values[CipherColumn]);

        public FieldPlace Place => new(CompanyId, Table, Id, CipherColumn);
    }

    /// <summary>A text under which a person is found by the value of a searchable field.</summary>
    internal sealed class CustomKey : IBelongsToCompany
    {
        public required Guid CompanyId { get; init; }

        /// <summary>As in <see cref="Search.SearchKey"/>.</summary>
        public required string Key { get; init; }

        public required Guid SubjectId { get; init; }

        public required Guid FieldId { get; init; }
    }

    internal sealed class CustomValueMapping : IEntityTypeConfiguration<CustomValue>, IEntityTypeConfiguration<CustomKey>
    {
        public void Configure(EntityTypeBuilder<CustomValue> builder)
        {
            builder.ToTable(CustomValue.Table);
            builder.HasOne<CustomField>().WithMany().HasForeignKey(v => v.FieldId).OnDelete(DeleteBehavior.Restrict);
            builder.Ignore(v => v.Place);
            builder.HasIndex(v => new { v.SubjectId, v.FieldId }).IsUnique();
            builder.HasIndex(v => new { v.FieldId, v.UniqueHash }).IsUnique();
            builder.HasIndex(v => new { v.CompanyId, v.KeyId });
            builder.HasIndex(v => new { v.CompanyId, v.IndexKeyId }).HasFilter("index_key_id IS NOT NULL");
        }

        // The field comes first: only what the viewer may see is looked at.
        public void Configure(EntityTypeBuilder<CustomKey> builder)
        {
            builder.ToTable("custom_keys");
            builder.HasKey(k => new { k.FieldId, k.Key, k.SubjectId });
            builder.HasOne<CustomField>().WithMany().HasForeignKey(k => k.FieldId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(k => new { k.SubjectId, k.Key });
            builder.Property(k => k.Key).HasMaxLength(Search.SearchWords.LongestKey);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CustomValue> CustomValues => Set<CustomValue>();

        public DbSet<CustomKey> CustomKeys => Set<CustomKey>();
    }
}
