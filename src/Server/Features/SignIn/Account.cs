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

    /// <summary>When the account was disabled, for example because its person left; null while it can be used.</summary>
    public DateTime? DisabledUtc { get; private set; }

    /// <summary>Whether the password has to be changed before anything else can be done.</summary>
    public bool MustChangePassword { get; private set; }

    /// <summary>SHA-256 of the token of the newest link by which its person chooses a password, in hexadecimal; null when there is none, or it was used.</summary>
    public string? InvitationHash { get; private set; }

    /// <summary>Until when that link works.</summary>
    public DateTime? InvitationExpiresUtc { get; private set; }

    /// <summary>When a link by mail is to be sent, or is tried again; null when none is.</summary>
    public DateTime? LetterDueUtc { get; set; }

    /// <summary>The last working hour of the person's last employment, when the account is disabled; null while no end is in sight, and once that was done.</summary>
    public DateTime? EndsUtc { get; set; }

    /// <summary>A new account. Without a password, nobody can use it before its person has chosen one by a link, or comes in by a provider.</summary>
    public static Account For(PersonRecord person, string? passwordHash) => new()
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
        (DisabledUtc, EndsUtc) = (nowUtc, null);
        (InvitationHash, InvitationExpiresUtc, LetterDueUtc) = (null, null, null);
        EndSessions();
    }

    /// <summary>Lets the account be used again, with the password that it has.</summary>
    public void Enable()
    {
        (DisabledUtc, LockoutEnd, AccessFailedCount) = (null, null, 0);
        EndSessions();
    }

    /// <summary>Makes a link count, and those before it count no more.</summary>
    /// <param name="hash">Of its token.</param>
    /// <param name="expiresUtc">Until when.</param>
    public void Invite(string hash, DateTime expiresUtc) => (InvitationHash, InvitationExpiresUtc) = (hash, expiresUtc);

    /// <summary>Whether the person has to choose a password before anything else, having come in this way.</summary>
    public bool NeedsPassword(SignInWay way) => MustChangePassword || (PasswordHash is null && way is (SignInWay.Password or SignInWay.PasswordAndCode or SignInWay.PasswordAndRecoveryCode));

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
        (PasswordHash, MustChangePassword) = (hash, false);
        // A link is good once.
        (InvitationHash, InvitationExpiresUtc, LetterDueUtc) = (null, null, null);
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
        builder.Property(a => a.InvitationHash).HasMaxLength(64);
        builder.HasIndex(a => a.InvitationHash).IsUnique().HasFilter("invitation_hash IS NOT NULL");
        builder.HasIndex(a => a.LetterDueUtc).HasFilter("letter_due_utc IS NOT NULL");
        builder.HasIndex(a => a.EndsUtc).HasFilter("ends_utc IS NOT NULL");
    }
}

internal sealed class AccountPartMappings :
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("account_claims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("account_logins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("account_tokens");
}
