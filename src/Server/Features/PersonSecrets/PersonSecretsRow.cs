using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.PersonSecrets;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.PersonSecrets
{
    /// <summary>A person's numbers that few may see: sealed, one row per person.</summary>
    internal sealed class PersonSecretsRow : ISealedRow, IVersioned
    {
        public const string Table = "person_secrets", IdentityNumberColumn = "identity_number", BankAccountColumn = "bank_account";

        public required Guid PersonId { get; init; }

        public required Guid CompanyId { get; init; }

        /// <summary>What <see cref="IdentityNumber"/> is the number of; null while there is none.</summary>
        public IdentityKind? IdentityKind { get; set; }

        /// <summary>Sealed.</summary>
        public byte[]? IdentityNumber { get; set; }

        /// <summary>Blind index, by which the exact number is found.</summary>
        public byte[]? IdentityNumberIndex { get; private set; }

        /// <summary>The key that the index was made with.</summary>
        public Guid? IndexKeyId { get; private set; }

        public string? BankName { get; set; }

        /// <summary>Sealed.</summary>
        public byte[]? BankAccount { get; set; }

        public Guid? KeyId { get; set; }

        public int Version { get; set; }

        Guid ISealedRow.RowId => PersonId;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => new[] { (IdentityNumberColumn, IdentityNumber), (BankAccountColumn, BankAccount) }
            .Where(c => c.Item2 is not null).ToDictionary(c => c.Item1, c => c.Item2!);

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values)
        {
            KeyId = keyId;
            if (values.TryGetValue(IdentityNumberColumn, out var number)) IdentityNumber = number;
            if (values.TryGetValue(BankAccountColumn, out var account)) BankAccount = account;
        }

        public void KeepIndex(byte[] index, Guid keyId) => (IdentityNumberIndex, IndexKeyId) = (index, keyId);

        public FieldPlace PlaceOf(string column) => new(CompanyId, Table, PersonId, column);
    }

    internal sealed class PersonSecretsMapping : IEntityTypeConfiguration<PersonSecretsRow>
    {
        public void Configure(EntityTypeBuilder<PersonSecretsRow> builder)
        {
            builder.ToTable(PersonSecretsRow.Table);
            builder.HasKey(s => s.PersonId);
            builder.HasOne<PersonRecord>().WithOne().HasForeignKey<PersonSecretsRow>(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(s => s.BankName).HasMaxLength(100);
            builder.HasIndex(s => new { s.CompanyId, s.IdentityNumberIndex }).IsUnique();
            builder.HasIndex(s => new { s.CompanyId, s.KeyId });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<PersonSecretsRow> PersonSecrets => Set<PersonSecretsRow>();
    }
}
