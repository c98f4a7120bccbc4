using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Checks a password, counts wrong ones and records them. What it counts is stored at once, outside the caller's unit of work.</summary>
internal sealed partial class PasswordCheck(WriteAttempts writes, IPasswordHasher<Account> hasher, SignInOptions options, TimeProvider clock, ILogger<PasswordCheck> log)
{
    private static readonly Refusal Wrong = new("sign-in.refused", "Expected a known user name with its password, but they do not match.");
    private static readonly Account Nobody = new();
    private readonly Lazy<string> nobodysHash = new(() => hasher.HashPassword(Nobody, "nobody's password"));

    /// <summary>Checks the password of whoever wants to sign in: a disabled account is no longer good for that.</summary>
    /// <returns>Null when the password is right; otherwise why not, in words that do not tell whether the account exists.</returns>
    public Task<Refusal?> RunAsync(Account? account, string password, CancellationToken ct) => RunAsync(account, account?.DisabledUtc is null, password, ct);

    /// <summary>Checks only that it is the person: somebody who has left may still have to sign what a link leads to.</summary>
    /// <returns>Null when the password is right; otherwise why not.</returns>
    public Task<Refusal?> IdentifyAsync(Account account, string password, CancellationToken ct) => RunAsync(account, mayBeUsed: true, password, ct);

    private async Task<Refusal?> RunAsync(Account? account, bool mayBeUsed, string password, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        if (account?.LockoutEnd is { } until && until.UtcDateTime > nowUtc)
            return new Refusal("sign-in.locked", $"Expected an account that is not locked, but it is locked until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC after too many wrong passwords.");
        // An unknown or disabled account takes as long as a known one, so that time does not tell them apart.
        var usable = mayBeUsed && account?.PasswordHash is not null;
        var result = hasher.VerifyHashedPassword(account ?? Nobody, usable ? account!.PasswordHash! : nobodysHash.Value, password);
        if (account is null) LogUnknown();
        else if (!usable) await RecordUnusableAsync(account, ct);
        else if (result == PasswordVerificationResult.Failed) await CountWrongAsync(account, nowUtc, ct);
        if (!usable || result == PasswordVerificationResult.Failed) return Wrong;
        await AcceptAsync(account!, result == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(account!, password) : null, ct);
        return null;
    }

    private Task<bool> RecordUnusableAsync(Account account, CancellationToken ct) => writes.RunAsync((scope, _) =>
    {
        scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, SignInFacts.Nobody, "sign-in.refused", new { Because = account.DisabledUtc is null ? "no password yet" : "disabled", Address = AddressIn(scope) }));
        return Task.FromResult(true);
    }, ct);

    // What comes while an account is locked is not recorded line by line: anybody could fill the log with it.
    private Task<int> CountWrongAsync(Account account, DateTime nowUtc, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var accounts = scope.GetRequiredService<AppDbContext>().Users;
        // Counted by the database, so that guesses made at the same time all count.
        await accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), token);
        var lockedUntil = new DateTimeOffset(nowUtc + options.LockedFor);
        var locked = await accounts.Where(a => a.Id == account.Id && a.AccessFailedCount >= options.WrongPasswordsAllowed)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LockoutEnd, lockedUntil).SetProperty(a => a.AccessFailedCount, 0), token);
        var audit = scope.GetRequiredService<IAuditTrail>();
        audit.Record(SignInFacts.Of(account, SignInFacts.Nobody, "sign-in.refused", new { Because = "wrong password", Address = AddressIn(scope) }));
        if (locked > 0) audit.Record(SignInFacts.Of(account, SignInFacts.Nobody, "sign-in.locked", new { UntilUtc = lockedUntil.UtcDateTime }));
        return locked;
    }, ct);

    private async Task AcceptAsync(Account account, string? betterHash, CancellationToken ct)
    {
        if (account.AccessFailedCount == 0 && account.LockoutEnd is null && betterHash is null) return;
        var hash = betterHash ?? account.PasswordHash;
        // Not when the password was changed meanwhile: that would bring the old one back.
        await writes.RunAsync((scope, token) => scope.GetRequiredService<AppDbContext>().Users.Where(a => a.Id == account.Id && a.PasswordHash == account.PasswordHash).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.AccessFailedCount, 0)
            .SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null)
            .SetProperty(a => a.PasswordHash, hash), token), ct);
    }

    private static string? AddressIn(IServiceProvider scope) => scope.GetRequiredService<IHttpContextAccessor>().HttpContext?.Connection.RemoteIpAddress?.ToString();

    // The name is not written: people type their password there by mistake.
    [LoggerMessage(1, LogLevel.Information, "Somebody tried to sign in with a user name that does not exist.")]
    private partial void LogUnknown();
}
