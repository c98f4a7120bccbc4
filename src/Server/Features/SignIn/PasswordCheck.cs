using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Checks a password and counts wrong ones. What it counts is stored at once, outside the caller's unit of work.</summary>
internal sealed class PasswordCheck(IServiceScopeFactory scopes, IPasswordHasher<Account> hasher, SignInOptions options, TimeProvider clock)
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
        if (!usable) return Wrong;
        if (result == PasswordVerificationResult.Failed)
        {
            await CountWrongAsync(account!.Id, nowUtc, ct);
            return Wrong;
        }
        await AcceptAsync(account!, result == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(account!, password) : null, ct);
        return null;
    }

    private async Task CountWrongAsync(Guid accountId, DateTime nowUtc, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AppDbContext>().Users;
        // Counted by the database, so that guesses made at the same time all count.
        await accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), ct);
        var lockedUntil = new DateTimeOffset(nowUtc + options.LockedFor);
        await accounts.Where(a => a.Id == accountId && a.AccessFailedCount >= options.WrongPasswordsAllowed)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LockoutEnd, lockedUntil).SetProperty(a => a.AccessFailedCount, 0), ct);
    }

    private async Task AcceptAsync(Account account, string? betterHash, CancellationToken ct)
    {
        if (account.AccessFailedCount == 0 && account.LockoutEnd is null && betterHash is null) return;
        await using var scope = scopes.CreateAsyncScope();
        var hash = betterHash ?? account.PasswordHash;
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.AccessFailedCount, 0)
            .SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null)
            .SetProperty(a => a.PasswordHash, hash), ct);
    }
}
