using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Platform.Secrets
{
    /// <summary>What a company's key does.</summary>
    internal enum KeyUse
    {
        /// <summary>Encrypts fields.</summary>
        Fields,

        /// <summary>Makes blind indexes.</summary>
        Index,
    }

    /// <summary>A key of one company, wrapped by a master key. The one with the highest number is used for what is written; the others still open what they sealed.</summary>
    internal sealed class CompanyKey : IBelongsToCompany
    {
        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required KeyUse Use { get; init; }

        /// <summary>Counted from 1, per company and use.</summary>
        public required int Number { get; init; }

        /// <summary><see cref="IMasterKeys.WrapAsync"/>.</summary>
        public required byte[] Wrapped { get; init; }

        public required DateTime MadeAtUtc { get; init; }
    }

    internal sealed class CompanyKeyMapping : IEntityTypeConfiguration<CompanyKey>
    {
        public void Configure(EntityTypeBuilder<CompanyKey> builder)
        {
            builder.ToTable("company_keys");
            builder.HasIndex(k => new { k.CompanyId, k.Use, k.Number }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CompanyKey> CompanyKeys => Set<CompanyKey>();
    }
}
