using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What a person signs in with. Its id is its own; a person has at most one.</summary>
internal sealed class Account : IdentityUser<Guid>, IBelongsToCompany
{
    public Guid CompanyId { get; init; }

    public Guid PersonId { get; init; }

    /// <summary>When the account was disabled for good, for example because its person left; null while it can be used.</summary>
    public DateTime? DisabledUtc { get; private set; }

    /// <summary>Whether the password has to be changed before anything else can be done.</summary>
    public bool MustChangePassword { get; private set; }

    /// <summary>A new account that can be used at once.</summary>
    public static Account For(PersonRecord person, string passwordHash) => new()
    {
        Id = Guid.CreateVersion7(),
        CompanyId = person.CompanyId,
        PersonId = person.Id,
        UserName = person.UserName,
        NormalizedUserName = Normalise(person.UserName),
        Email = person.Email,
        PasswordHash = passwordHash,
        SecurityStamp = NewStamp(),
        LockoutEnabled = true,
    };

    /// <summary>The form in which a user name is compared: people may type it in any case.</summary>
    public static string Normalise(string userName) => userName.Trim().ToUpperInvariant();

    /// <summary>Why nobody signs in with it now, for the audit log; null when somebody may.</summary>
    public string? WhyNotUsable(DateTimeOffset now) => DisabledUtc is not null ? "disabled" : LockoutEnd > now ? "locked" : null;

    /// <summary>Ends the account; sessions that carry the old stamp are not accepted any more.</summary>
    public void Disable(DateTime nowUtc)
    {
        if (DisabledUtc is not null) return;
        DisabledUtc = nowUtc;
        EndSessions();
    }

    /// <summary>Sessions and tokens that carry the old stamp are not accepted any more.</summary>
    public void EndSessions()
    {
        SecurityStamp = NewStamp();
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Asks for a new password at the next sign-in, and ends what was signed in with the old one.</summary>
    public void AskForNewPassword()
    {
        MustChangePassword = true;
        EndSessions();
    }

    /// <summary>Takes a new password, and ends what was signed in with the old one.</summary>
    public void TakePassword(string hash)
    {
        PasswordHash = hash;
        MustChangePassword = false;
        EndSessions();
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(a => a.PersonId).IsUnique();
    }
}

internal sealed class AccountPartMappings :
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("account_claims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("account_logins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("account_tokens");
}
