using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn
{
    /// <summary>A passkey of an account (WebAuthn Level 3): the public half of a key pair whose private half never leaves the person's device or key ring.</summary>
    internal sealed class Passkey : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid AccountId { get; init; }

        /// <summary>What the person calls it.</summary>
        public required string Name { get; init; }

        /// <summary>Chosen by the authenticator; unique everywhere, so that it tells whose sign-in it is.</summary>
        public required byte[] CredentialId { get; init; }

        /// <summary>Public key in COSE form.</summary>
        public required byte[] PublicKey { get; init; }

        public required DateTime CreatedUtc { get; init; }

        /// <summary>How often the authenticator says that it has signed; stays 0 where a key ring shares the passkey between devices.</summary>
        public required long SignCount { get; init; }

        public required bool IsUserVerified { get; init; }

        public required bool IsBackupEligible { get; init; }

        public required bool IsBackedUp { get; init; }

        /// <summary>When it signed somebody in last; null while it has not.</summary>
        public DateTime? LastUsedUtc { get; init; }

        /// <summary>When the newest challenge that it answered was made. Older ones and that one are refused, so that no answer is good twice.</summary>
        public DateTime? LastChallengeUtc { get; init; }

        public const int LongestName = 100;

        public UserPasskeyInfo ToInfo() =>
            new(CredentialId, PublicKey, new DateTimeOffset(CreatedUtc, TimeSpan.Zero), (uint)SignCount, transports: null, IsUserVerified, IsBackupEligible, IsBackedUp, attestationObject: [], clientDataJson: []);
    }

    internal sealed class PasskeyMapping : IEntityTypeConfiguration<Passkey>
    {
        public void Configure(EntityTypeBuilder<Passkey> builder)
        {
            builder.ToTable("account_passkeys");
            builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(p => p.Name).HasMaxLength(Passkey.LongestName);
            builder.HasIndex(p => p.CredentialId).IsUnique();
            builder.HasIndex(p => p.AccountId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Passkey> Passkeys => Set<Passkey>();
    }
}
