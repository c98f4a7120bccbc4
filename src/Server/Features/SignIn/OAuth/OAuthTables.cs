using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.OAuth;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore.Models;

namespace HrBpm.Server.Features.SignIn.OAuth
{
    /// <summary>A program that may ask for tokens of a company's people, or of the person that it acts for. OpenIddict's application.</summary>
    internal sealed class OAuthClient : OpenIddictEntityFrameworkCoreApplication<Guid, OAuthAuthorization, OAuthToken>, IBelongsToCompany
    {
        public OAuthClient() => Id = Guid.CreateVersion7();

        public Guid CompanyId { get; init; }

        /// <summary>The person whose rights a service has (client credentials); null for programs that people sign in to.</summary>
        public Guid? ActsForPersonId { get; init; }

        /// <summary>Who made it.</summary>
        public Guid MadeById { get; init; }

        /// <summary>For a service: when the person whom it acts for agreed to that; null while they have not.</summary>
        public DateTime? ConsentedUtc { get; set; }

        /// <summary>For a service: the rights that it has at most (<see cref="RightsText"/>), whatever its person comes to hold later.</summary>
        public string? RightsAtMost { get; set; }

        /// <summary>What kind of program it is.</summary>
        public OAuthClientKind Kind => ActsForPersonId is not null ? OAuthClientKind.Service : ClientSecret is null ? OAuthClientKind.App : OAuthClientKind.Website;
    }

    /// <summary>What a person has consented to.</summary>
    internal sealed class OAuthAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, OAuthClient, OAuthToken>
    {
        public OAuthAuthorization() => Id = Guid.CreateVersion7();
    }

    /// <summary>OpenIddict's scopes. The table stays empty: scopes are <see cref="OAuthScopes"/>.</summary>
    internal sealed class OAuthScope : OpenIddictEntityFrameworkCoreScope<Guid>
    {
        public OAuthScope() => Id = Guid.CreateVersion7();
    }

    /// <summary>A token that was given out. Its content lies encrypted in the row; the client only has a random reference, of which the row has the hash.</summary>
    internal sealed class OAuthToken : OpenIddictEntityFrameworkCoreToken<Guid, OAuthClient, OAuthAuthorization>
    {
        public OAuthToken() => Id = Guid.CreateVersion7();
    }

    /// <summary>A key that tokens are signed or encrypted with, itself encrypted with keys that lie outside the database.</summary>
    internal sealed class OAuthKey
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>True for an RSA key that signs; false for a symmetric key that encrypts.</summary>
        public required bool IsForSigning { get; init; }

        public required byte[] ProtectedKey { get; init; }

        public required DateTime CreatedUtc { get; init; }
    }

    internal sealed class OAuthMapping : IEntityTypeConfiguration<OAuthClient>, IEntityTypeConfiguration<OAuthAuthorization>, IEntityTypeConfiguration<OAuthScope>, IEntityTypeConfiguration<OAuthToken>, IEntityTypeConfiguration<OAuthKey>
    {
        public void Configure(EntityTypeBuilder<OAuthClient> builder)
        {
            builder.ToTable("oauth_clients");
            builder.Ignore(c => c.Kind);
        }

        public void Configure(EntityTypeBuilder<OAuthAuthorization> builder) => builder.ToTable("oauth_authorizations");

        public void Configure(EntityTypeBuilder<OAuthScope> builder) => builder.ToTable("oauth_scopes");

        public void Configure(EntityTypeBuilder<OAuthToken> builder) => builder.ToTable("oauth_tokens");

        public void Configure(EntityTypeBuilder<OAuthKey> builder) => builder.ToTable("oauth_keys");
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<OAuthClient> OAuthClients => Set<OAuthClient>();

        public DbSet<OAuthKey> OAuthKeys => Set<OAuthKey>();
    }
}
