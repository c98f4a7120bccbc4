using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Payroll
{
    /// <summary>The final pay of one offboarding.</summary>
    internal sealed class StatementRow : IBelongsToCompany, IVersioned
    {
        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required Guid CaseId { get; init; }

        public required string CaseNumber { get; init; }

        public DateTime StatutoryPayUtc { get; set; }

        public required Guid EmployeeId { get; init; }

        public required string EmployeeNumber { get; init; }

        public List<PayItemRow> Items { get; } = [];

        public int Version { get; set; }
    }

    /// <summary>One amount of the final pay.</summary>
    internal sealed class PayItemRow : ISealedRow
    {
        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required Guid StatementId { get; init; }

        public required int Position { get; init; }

        public required PayItemKind Kind { get; init; }

        /// <summary>The amount in minor units, sealed; <see cref="PayAmounts"/> opens it.</summary>
        public required byte[] Amount { get; set; }

        /// <summary>The key that sealed the amount.</summary>
        public Guid? KeyId { get; set; }

        public required string Currency { get; init; }

        /// <summary>What HR wrote beside it, sealed.</summary>
        public byte[]? Note { get; set; }

        public PayState State { get; private set; }

        /// <summary>Why it was released.</summary>
        public string? Reason { get; private set; }

        public string? Basis { get; private set; }

        /// <summary>Person ids, or <c>time</c>.</summary>
        public string? ReleasedBy { get; private set; }

        public DateTime? ReleasedUtc { get; private set; }

        /// <summary>The payroll system's id.</summary>
        public string? ReleaseId { get; private set; }

        public void Begin(PayVerdict verdict, string actor) => (State, Reason, Basis, ReleasedBy) = (PayState.Releasing, verdict.Reason, verdict.Basis, actor);

        public void Confirm(string releaseId, DateTime nowUtc) => (State, ReleaseId, ReleasedUtc) = (PayState.Released, releaseId, nowUtc);

        public PayItem ToItem(long amountMinor, string? note) => new(Id, Kind, amountMinor, Currency, State, note, Reason, Basis, ReleasedBy, ReleasedUtc, ReleaseId);

        Guid ISealedRow.RowId => Id;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => new[] { (PayAmounts.Column, Amount), (PayAmounts.NoteColumn, Note) }
            .Where(c => c.Item2 is not null).ToDictionary(c => c.Item1, c => c.Item2!);

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, Amount, Note) = (keyId, values[PayAmounts.Column], values.GetValueOrDefault(PayAmounts.NoteColumn));
    }

    internal sealed class StatementMapping : IEntityTypeConfiguration<StatementRow>
    {
        public void Configure(EntityTypeBuilder<StatementRow> builder)
        {
            builder.ToTable("pay_statements");
            builder.HasOne<Company>().WithMany().HasForeignKey(s => s.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(s => s.EmployeeId).OnDelete(DeleteBehavior.Restrict);
            builder.HasMany(s => s.Items).WithOne().HasForeignKey(i => i.StatementId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(s => s.CaseNumber).HasMaxLength(32);
            builder.HasIndex(s => s.CaseId).IsUnique();
            builder.HasIndex(s => new { s.CompanyId, s.StatutoryPayUtc });
        }
    }

    internal sealed class PayItemMapping : IEntityTypeConfiguration<PayItemRow>
    {
        public void Configure(EntityTypeBuilder<PayItemRow> builder)
        {
            builder.ToTable(PayAmounts.Table);
            builder.HasIndex(i => new { i.CompanyId, i.KeyId });
            builder.Property(i => i.Currency).HasMaxLength(3);
            builder.Property(i => i.ReleasedBy).HasMaxLength(200);
            builder.Property(i => i.ReleaseId).HasMaxLength(128);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<StatementRow> PayStatements => Set<StatementRow>();
    }
}
