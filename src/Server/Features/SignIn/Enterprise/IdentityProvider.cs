using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Features.SignIn.Enterprise;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn.Enterprise
{
    /// <summary>By what a claim of a provider names a person of the company, the first time that they come.</summary>
    internal enum PersonKey
    {
        /// <summary>Employee number, exactly.</summary>
        EmployeeNumber,

        /// <summary>E-mail address, in any case; refused where the provider says that it is not verified.</summary>
        Email,

        /// <summary>The name that the person signs in with here, in any case.</summary>
        UserName,
    }

    /// <summary>An OpenID Connect provider that signs people of one company in, such as its directory in the cloud.</summary>
    internal sealed class IdentityProvider : ISealedRow, IVersioned
    {
        public const string Table = "identity_providers", SecretColumn = "client_secret";

        /// <summary>In characters.</summary>
        public const int LongestName = 60, LongestText = 300;

        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>What people read on the button, for example 星河统一认证.</summary>
        public required string Name { get; set; }

        /// <summary>The issuer, as its discovery document says it, without a slash at the end.</summary>
        public required string Issuer { get; set; }

        public required string ClientId { get; set; }

        /// <summary>Sealed.</summary>
        public byte[]? ClientSecret { get; set; }

        /// <summary>The claim that names the person, for example <c>preferred_username</c>.</summary>
        public required string Claim { get; set; }

        /// <summary>What the claim holds.</summary>
        public required PersonKey PersonKey { get; set; }

        /// <summary>Whether its word that somebody gave a second factor (<c>amr</c>, RFC 8176) counts here, so that no code is asked for.</summary>
        public required bool IsTrustedForSecondFactor { get; set; }

        /// <summary>Whether it signs people in. A change of what decides who is who switches it off.</summary>
        public bool IsOn { get; set; }

        public Guid? KeyId { get; set; }

        public int Version { get; set; }

        Guid ISealedRow.RowId => Id;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => ClientSecret is null ? new Dictionary<string, byte[]>() : new() { [SecretColumn] = ClientSecret };

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, ClientSecret) = (keyId, values[SecretColumn]);

        /// <summary>Where the secret is sealed.</summary>
        public FieldPlace PlaceOfSecret => new(CompanyId, Table, Id, SecretColumn);
    }

    /// <summary>Who somebody is at a provider: from their first sign-in on, issuer and subject say it, and no claim that others may edit.</summary>
    internal sealed class ExternalLogin : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid ProviderId { get; init; }

        public required Guid AccountId { get; init; }

        public required string Issuer { get; init; }

        /// <summary>The provider's name for the person, for good.</summary>
        public required string Subject { get; init; }

        public required DateTime BoundUtc { get; init; }
    }

    /// <summary>A name by which people find the sign-in of their company: a word, or the domain of its e-mail addresses (which has a dot).</summary>
    internal sealed class SignInName : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>In small letters. Belongs to one company.</summary>
        public required string Name { get; init; }
    }

    internal sealed class EnterpriseMapping : IEntityTypeConfiguration<IdentityProvider>, IEntityTypeConfiguration<ExternalLogin>, IEntityTypeConfiguration<SignInName>
    {
        public void Configure(EntityTypeBuilder<IdentityProvider> builder)
        {
            builder.ToTable(IdentityProvider.Table);
            builder.HasOne<Company>().WithMany().HasForeignKey(p => p.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(p => p.Name).HasMaxLength(IdentityProvider.LongestName);
            builder.Property(p => p.Issuer).HasMaxLength(IdentityProvider.LongestText);
            builder.Property(p => p.ClientId).HasMaxLength(IdentityProvider.LongestText);
            builder.Property(p => p.Claim).HasMaxLength(IdentityProvider.LongestText);
            builder.HasIndex(p => new { p.CompanyId, p.Name }).IsUnique();
        }

        public void Configure(EntityTypeBuilder<ExternalLogin> builder)
        {
            builder.ToTable("external_logins");
            builder.HasOne<IdentityProvider>().WithMany().HasForeignKey(l => l.ProviderId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(l => l.Issuer).HasMaxLength(IdentityProvider.LongestText);
            builder.Property(l => l.Subject).HasMaxLength(255); // OpenID Connect Core 1.0, 2: at most 255 ASCII characters.
            builder.HasIndex(l => new { l.CompanyId, l.Issuer, l.Subject }).IsUnique();
            // One person is one subject: whoever edits a claim at the provider must not become a colleague.
            builder.HasIndex(l => new { l.AccountId, l.Issuer }).IsUnique();
        }

        public void Configure(EntityTypeBuilder<SignInName> builder)
        {
            builder.ToTable("sign_in_names");
            builder.HasOne<Company>().WithMany().HasForeignKey(n => n.CompanyId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(n => n.Name).HasMaxLength(255);
            builder.HasIndex(n => n.Name).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<IdentityProvider> IdentityProviders => Set<IdentityProvider>();

        public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();

        public DbSet<SignInName> SignInNames => Set<SignInName>();
    }
}
