using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn
{
    /// <summary>How somebody proved who they are.</summary>
    internal enum SignInWay
    {
        /// <summary>By password alone.</summary>
        Password,

        /// <summary>By password, and a code of an authenticator app.</summary>
        PasswordAndCode,

        /// <summary>By password, and a recovery code.</summary>
        PasswordAndRecoveryCode,

        /// <summary>By a passkey: the device that holds it, and how that verified its user.</summary>
        Passkey,

        /// <summary>By an identity provider of the company, WeCom or DingTalk.</summary>
        Provider,

        /// <summary>By one of these, and a code of an authenticator app or a recovery code here.</summary>
        ProviderAndCode,

        /// <summary>By an identity provider whose word counts that the person gave a second factor there.</summary>
        ProviderWithSecondFactor,
    }

    /// <summary>What follows from how somebody proved who they are.</summary>
    internal static class SignInWays
    {
        /// <summary>Whether it is one factor alone.</summary>
        public static bool IsOneFactor(this SignInWay way) => way is SignInWay.Password or SignInWay.Provider;

        /// <summary>The way with the code that came after it.</summary>
        /// <param name="first">How the person proved it before.</param>
        /// <param name="code">By a password and what kind of code, as the check of the code says it.</param>
        public static SignInWay And(this SignInWay first, SignInWay code) => first == SignInWay.Provider ? SignInWay.ProviderAndCode : code;
    }

    /// <summary>What carries a session.</summary>
    internal enum SessionCarrier
    {
        /// <summary>The cookie of a browser.</summary>
        Cookie,

        /// <summary>An access token, for clients that cannot carry a cookie.</summary>
        AccessToken,
    }

    /// <summary>One sign-in of an account, from its start until it is ended or over. Times are the machine's: moving the sandbox's clock ends no session.</summary>
    internal sealed class SignInSession : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid AccountId { get; init; }

        /// <summary>The account's stamp when the session started. A session with another one than the account has now counts no more, so one column of the account ends all its sessions at once.</summary>
        public required string Stamp { get; set; }

        public required SignInWay Way { get; init; }

        public required SessionCarrier Carrier { get; init; }

        public required DateTime StartedUtc { get; init; }

        /// <summary>When a request came last, to the minute.</summary>
        public required DateTime LastSeenUtc { get; init; }

        /// <summary>When the session was ended by its person; null while it was not.</summary>
        public DateTime? EndedUtc { get; set; }

        /// <summary>IP address that the sign-in came from; null where it is not known.</summary>
        public string? Address { get; init; }

        /// <summary>What the browser said it is, at most <see cref="LongestUserAgent"/> characters.</summary>
        public string? UserAgent { get; init; }

        public const int LongestUserAgent = 256;
    }

    internal sealed class SignInSessionMapping : IEntityTypeConfiguration<SignInSession>
    {
        public void Configure(EntityTypeBuilder<SignInSession> builder)
        {
            builder.ToTable("sign_in_sessions");
            builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(s => s.Address).HasMaxLength(64);
            builder.Property(s => s.UserAgent).HasMaxLength(SignInSession.LongestUserAgent);
            builder.HasIndex(s => new { s.AccountId, s.LastSeenUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<SignInSession> SignInSessions => Set<SignInSession>();
    }
}
