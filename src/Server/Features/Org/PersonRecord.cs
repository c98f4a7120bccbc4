using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A person whom a company employs or employed.</summary>
    internal sealed class PersonRecord : ISearchable, ISealedRow
    {
        public const string Table = "people", PhoneColumn = "sealed_phone";

        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>The name as people write it, for example 张伟.</summary>
        public required string Name { get; set; }

        /// <summary>Unique in the company.</summary>
        public required string EmployeeNumber { get; init; }

        /// <summary>The name that the person signs in with, here and in the directory. Unique everywhere.</summary>
        public required string UserName { get; init; }

        public required string Email { get; set; }

        /// <summary>The number, where it is plain; <see cref="Phones"/> reads it wherever it is.</summary>
        public string? Phone { get; set; }

        /// <summary>The number, where it is sealed.</summary>
        public byte[]? SealedPhone { get; private set; }

        /// <summary>The key that sealed it.</summary>
        public Guid? KeyId { get; private set; }

        /// <summary>Blind index of its tails, with blanks between: search keys.</summary>
        public string? PhoneTails { get; private set; }

        /// <summary>The key that the index was made with.</summary>
        public Guid? IndexKeyId { get; private set; }

        /// <summary>User id in WeCom, where the person has one.</summary>
        public string? WeComUserId { get; set; }

        /// <summary>Language in which the person wants to be written to, for example <c>en-GB</c>; null for that of the branch.</summary>
        public string? Locale { get; set; }

        /// <summary>The person's unionId in DingTalk, where they have one. It is the same in all applications of the company there.</summary>
        public string? DingTalkUnionId { get; set; }

        /// <summary>Keeps a number as it is.</summary>
        public void KeepPhone(string? phone) => (Phone, SealedPhone, KeyId, PhoneTails, IndexKeyId) = (phone, null, null, null, null);

        /// <summary>Keeps a sealed number with its blind index.</summary>
        public void KeepPhone(byte[] phone, Guid keyId, IReadOnlyList<string> tails, Guid indexKeyId) =>
            (Phone, SealedPhone, KeyId, PhoneTails, IndexKeyId) = (null, phone, keyId, string.Join(' ', tails), indexKeyId);

        /// <summary>Where a sealed number stands.</summary>
        public static FieldPlace PhonePlaceOf(Guid companyId, Guid personId) => new(companyId, Table, personId, PhoneColumn);

        Guid ISealedRow.RowId => Id;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => SealedPhone is null ? new Dictionary<string, byte[]>() : new Dictionary<string, byte[]> { [PhoneColumn] = SealedPhone };

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, SealedPhone) = (keyId, values[PhoneColumn]);

        /// <inheritdoc />
        public IEnumerable<string> FoundUnder() =>
        [
            .. SearchWords.OfName(Name), .. SearchWords.OfNumber(EmployeeNumber), .. SearchWords.OfAccount(UserName), .. SearchWords.OfAccount(Email.Split('@')[0]), .. SearchWords.OfPhone(Phone),
            .. PhoneTails?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        ];
    }

    internal sealed class PersonRecordMapping : IEntityTypeConfiguration<PersonRecord>
    {
        public void Configure(EntityTypeBuilder<PersonRecord> builder)
        {
            builder.ToTable(PersonRecord.Table);
            // Only of those whose number is sealed: an import need not keep it up where none are.
            builder.HasIndex(p => new { p.CompanyId, p.KeyId }).HasFilter("key_id IS NOT NULL");
            builder.Property(p => p.Locale).HasMaxLength(35);
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(p => new { p.CompanyId, p.EmployeeNumber }).IsUnique();
            builder.HasIndex(p => p.UserName).IsUnique();
            builder.HasIndex(p => p.DingTalkUnionId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<PersonRecord> People => Set<PersonRecord>();
    }
}
