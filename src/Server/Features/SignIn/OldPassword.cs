using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn
{
    /// <summary>The hash of a password that an account had before, so that it is not taken again.</summary>
    internal sealed class OldPassword : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid AccountId { get; init; }

        public required string Hash { get; init; }

        public required DateTime ReplacedUtc { get; init; }
    }

    internal sealed class OldPasswordMapping : IEntityTypeConfiguration<OldPassword>
    {
        public void Configure(EntityTypeBuilder<OldPassword> builder)
        {
            builder.ToTable("account_old_passwords");
            builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(p => new { p.AccountId, p.ReplacedUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<OldPassword> OldPasswords => Set<OldPassword>();
    }
}
