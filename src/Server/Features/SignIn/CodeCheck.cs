using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Checks the codes of authenticator apps and recovery codes. Each is good once; wrong ones are counted, recorded, and lock the second factor.</summary>
internal sealed class CodeCheck(WriteAttempts writes, PrivateKeys keys, SignInOptions options)
{
    private static readonly Refusal Wrong = new("sign-in.code.refused", "Expected the newest code of your authenticator app or a recovery code that was not used yet, but it is neither.");

    /// <summary>One step of tolerance either way, as RFC 6238, 5.2 recommends: clocks differ and people type slowly.</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>Accepts a code, for good: it is refused when it comes again.</summary>
    /// <returns>How the person has proven who they are, or why they have not.</returns>
    public Task<(SignInWay Way, Refusal? Refusal)> RunAsync(Account account, string code, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        // Real time, because authenticator apps know no other.
        var nowUtc = LiveSessions.NowUtc;
        var factor = await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == account.Id && f.ConfirmedUtc != null, token);
        if (factor is null) return (SignInWay.Password, Wrong);
        if (factor.LockedUntilUtc > nowUtc)
            return (SignInWay.Password, new Refusal("sign-in.code.locked", $"Expected a second factor that is not locked, but it is locked until {factor.LockedUntilUtc:yyyy-MM-dd HH:mm} UTC after too many wrong codes."));
        if (await UseAsync(db, factor, code.Trim(), nowUtc, token) is { } way)
        {
            await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.WrongCodes, 0).SetProperty(f => f.LockedUntilUtc, (DateTime?)null), token);
            return (way, (Refusal?)null);
        }
        await CountWrongAsync(db, account, scope.GetRequiredService<IAuditTrail>(), nowUtc, token);
        return (SignInWay.Password, Wrong);
    }, ct);

    /// <summary>The time step of a code that this secret gives now; null when it is none.</summary>
    public static long? StepOf(byte[] secret, string code, DateTime nowUtc) => new Totp(secret).VerifyTotp(nowUtc, code, out var step, Window) ? step : null;

    /// <summary>What the secret of an account is encrypted for.</summary>
    public static string UseOf(Guid accountId) => $"second-factor:{accountId:D}";

    // The conditions stand in the statements, so that of two requests with the same code one is refused.
    private async Task<SignInWay?> UseAsync(AppDbContext db, SecondFactor factor, string code, DateTime nowUtc, CancellationToken ct)
    {
        if (StepOf(keys.UnprotectSecret(factor.ProtectedSecret, UseOf(factor.AccountId)), code, nowUtc) is { } step)
            return await db.SecondFactors.Where(f => f.AccountId == factor.AccountId && f.LastStep < step).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, step), ct) == 1 ? SignInWay.PasswordAndCode : null;
        var hash = RecoveryCodes.HashOf(code);
        return await db.RecoveryCodes.Where(c => c.AccountId == factor.AccountId && c.Hash == hash && c.UsedUtc == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedUtc, nowUtc), ct) == 1 ? SignInWay.PasswordAndRecoveryCode : null;
    }

    private async Task CountWrongAsync(AppDbContext db, Account account, IAuditTrail audit, DateTime nowUtc, CancellationToken ct)
    {
        await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.WrongCodes, f => f.WrongCodes + 1), ct);
        var lockedUntilUtc = nowUtc + options.LockedFor;
        var locked = await db.SecondFactors.Where(f => f.AccountId == account.Id && f.WrongCodes >= options.WrongPasswordsAllowed)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.LockedUntilUtc, lockedUntilUtc).SetProperty(f => f.WrongCodes, 0), ct);
        audit.Record(SignInFacts.Of(account, SignInFacts.Nobody, "sign-in.refused", new { Because = "wrong code" }));
        if (locked > 0) audit.Record(SignInFacts.Of(account, SignInFacts.Nobody, "sign-in.locked", new { UntilUtc = lockedUntilUtc }));
    }
}
