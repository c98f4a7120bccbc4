using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>Makes links by which people choose a password. The token of a link is in nobody's hands but its receiver's: the database has a hash of it.</summary>
internal sealed class Invitations(AppDbContext db, IAuditTrail audit, SignInOptions options, TimeProvider clock) : IInvitations
{
    /// <summary>The page that a link leads to.</summary>
    public const string Page = "/sign-in/invitation";

    private const int TokenBytes = 32;

    /// <inheritdoc />
    public InvitationLink Add(PersonRecord person, string actor)
    {
        var account = Account.For(person, passwordHash: null);
        db.Add(account);
        audit.Record(SignInFacts.Of(account, actor, "account.invited", new { }));
        return LinkFor(account);
    }

    /// <summary>A new link for an account; the one before it works no more.</summary>
    public InvitationLink LinkFor(Account account)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var expiresUtc = UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime + options.InvitationLife);
        account.Invite(HashOf(token), expiresUtc);
        return new InvitationLink($"{Page}?token={token}", expiresUtc);
    }

    /// <summary>How a token is stored. It is random and long, so one round of SHA-256 is enough.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
