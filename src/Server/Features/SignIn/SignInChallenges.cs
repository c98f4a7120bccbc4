using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What a client hands back with the next step of a sign-in: that the steps before it were passed, sealed by the server and good for some minutes.</summary>
/// <remarks>It is bound to the account's stamp: a new password ends it. By itself it opens nothing.</remarks>
internal sealed class SignInChallenges(IDataProtectionProvider protection, SignInOptions options)
{
    private readonly IDataProtector seal = protection.CreateProtector("HrBpm.SignInChallenges.v1");

    /// <summary>What has been proven so far.</summary>
    /// <param name="Account">Whose sign-in it is.</param>
    /// <param name="Stamp">The account's stamp when it began.</param>
    /// <param name="Step">The step that it is for: it is good for no other.</param>
    /// <param name="Way">How the person has proven who they are.</param>
    /// <param name="ExpiresUtc">When it is over, by the machine's clock.</param>
    internal sealed record Passed(Guid Account, string Stamp, SignInStep.Kind Step, SignInWay Way, DateTime ExpiresUtc);

    /// <summary>The challenge for a step.</summary>
    public SignInStep Issue(Account account, SignInStep.Kind step, SignInWay way)
    {
        var expiresUtc = LiveSessions.NowUtc + options.ChallengeLife;
        var passed = new Passed(account.Id, account.SecurityStamp!, step, way, expiresUtc);
        return new SignInStep(step, Convert.ToHexStringLower(seal.Protect(JsonSerializer.SerializeToUtf8Bytes(passed))), expiresUtc);
    }

    /// <summary>The account that a challenge is about, with what was passed; null when it is forged, over, for another step, or the account has changed.</summary>
    public async Task<(Account Account, SignInWay Way)?> ReadAsync(string challenge, SignInStep.Kind step, AppDbContext db, CancellationToken ct)
    {
        if (Open(challenge) is not { } passed || passed.Step != step || passed.ExpiresUtc <= LiveSessions.NowUtc) return null;
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == passed.Account && a.SecurityStamp == passed.Stamp && a.DisabledUtc == null, ct);
        return account is null ? null : (account, passed.Way);
    }

    private Passed? Open(string challenge)
    {
        try
        {
            return JsonSerializer.Deserialize<Passed>(seal.Unprotect(Convert.FromHexString(challenge)));
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }
}
