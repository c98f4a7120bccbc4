using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn
{
    /// <summary>The secret that an account shares with its person's authenticator app (TOTP, RFC 6238).</summary>
    internal sealed class SecondFactor : IBelongsToCompany
    {
        public required Guid AccountId { get; init; }

        public required Guid CompanyId { get; init; }

        /// <summary>The secret, encrypted with keys that lie outside the database.</summary>
        public required byte[] ProtectedSecret { get; init; }

        /// <summary>When a code of the app was given for the first time; null while enrolling is not finished, and the factor counts for nothing.</summary>
        public DateTime? ConfirmedUtc { get; init; }

        /// <summary>The newest time step whose code was used: that code and older ones are refused (RFC 6238, 5.2).</summary>
        public long LastStep { get; init; }

        /// <summary>Wrong codes in a row. A right password does not forgive them: whoever guesses codes has the password already.</summary>
        public int WrongCodes { get; init; }

        /// <summary>No code is taken before this moment.</summary>
        public DateTime? LockedUntilUtc { get; init; }
    }

    /// <summary>A code that lets somebody in once who has lost their authenticator app.</summary>
    internal sealed class RecoveryCode : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid AccountId { get; init; }

        /// <summary>SHA-256 of the code. Codes are random and long, so a slow hash would add nothing.</summary>
        public required byte[] Hash { get; init; }

        public DateTime? UsedUtc { get; init; }
    }

    internal sealed class SecondFactorMapping : IEntityTypeConfiguration<SecondFactor>, IEntityTypeConfiguration<RecoveryCode>
    {
        public void Configure(EntityTypeBuilder<SecondFactor> builder)
        {
            builder.ToTable("account_second_factors");
            builder.HasKey(f => f.AccountId);
            builder.HasOne<Account>().WithOne().HasForeignKey<SecondFactor>(f => f.AccountId).OnDelete(DeleteBehavior.Cascade);
        }

        public void Configure(EntityTypeBuilder<RecoveryCode> builder)
        {
            builder.ToTable("account_recovery_codes");
            builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(c => new { c.AccountId, c.Hash }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

        public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    }
}
