using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Platform.Secrets.Flows
{
    /// <summary>The key of one confidential instance. It seals whatever is stored of the instance, and never changes, so that the audit trail can vouch for what was sealed. Without it the instance cannot be read any more, by nobody.</summary>
    internal sealed class FlowKey : ISealedRow
    {
        public const string Table = "flow_keys", Column = "wrapped";

        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required string InstanceId { get; init; }

        /// <summary>The key, sealed with the company's key for fields.</summary>
        public required byte[] Wrapped { get; set; }

        public Guid? KeyId { get; set; }

        Guid ISealedRow.RowId => Id;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => new Dictionary<string, byte[]> { [Column] = Wrapped };

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, Wrapped) = (keyId, values[Column]);

        public static FieldPlace PlaceOf(Guid companyId, Guid id) => new(companyId, Table, id, Column);
    }

    internal sealed class FlowKeyMapping : IEntityTypeConfiguration<FlowKey>
    {
        public void Configure(EntityTypeBuilder<FlowKey> builder)
        {
            builder.ToTable(FlowKey.Table);
            builder.Property(k => k.InstanceId).HasMaxLength(64);
            builder.HasIndex(k => k.InstanceId).IsUnique();
            builder.HasIndex(k => new { k.CompanyId, k.KeyId });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<FlowKey> FlowKeys => Set<FlowKey>();
    }
}
