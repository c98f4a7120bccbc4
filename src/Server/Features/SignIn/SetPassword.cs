using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Gives an account a new password, where it is a good one that the account did not have before. All sessions end but the one that it is done in.</summary>
internal sealed class SetPassword(AppDbContext db, Phones phones, WriteAttempts writes, PasswordRules rules, IPasswordHasher<Account> hasher, SignInOptions options)
{
    private static readonly Refusal Known = new("password.used-before.invalid", "Expected a password that this account did not have before, but it had this one.");

    /// <param name="accountId">Whose password.</param>
    /// <param name="password">The new one.</param>
    /// <param name="keep">The session that goes on; null when none does.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when done; otherwise why not, and nothing has changed.</returns>
    public async Task<Refusal?> RunAsync(Guid accountId, string password, Guid? keep, CancellationToken ct)
    {
        if (await WhyNotAsync(accountId, password, ct) is { } refusal) return refusal;
        var hash = hasher.HashPassword(new Account(), password);
        await writes.RunAsync(async (scope, token) =>
        {
            var rows = scope.GetRequiredService<AppDbContext>();
            var account = await rows.Users.SingleAsync(a => a.Id == accountId, token);
            var forgotten = await Old(rows, accountId).Skip(options.PasswordsRemembered).Select(p => p.Id).ToListAsync(token);
            await rows.OldPasswords.Where(p => forgotten.Contains(p.Id)).ExecuteDeleteAsync(token);
            if (account.PasswordHash is { } old) rows.Add(new OldPassword { CompanyId = account.CompanyId, AccountId = accountId, Hash = old, ReplacedUtc = LiveSessions.NowUtc });
            account.TakePassword(hash);
            if (await rows.SignInSessions.SingleOrDefaultAsync(s => s.Id == keep, token) is { } kept) kept.Stamp = account.SecurityStamp!;
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, account.PersonId.ToString("D"), "password.changed", new { }));
            return accountId;
        }, ct);
        return null;
    }

    // Outside the transaction: comparing hashes takes time on purpose.
    private async Task<Refusal?> WhyNotAsync(Guid accountId, string password, CancellationToken ct)
    {
        var found = await (from account in db.Users.AsNoTracking() join person in db.People on account.PersonId equals person.Id where account.Id == accountId
            select new { account.PasswordHash, person.UserName, person.Name, person.Email, Person = person, person.EmployeeNumber }).SingleAsync(ct);
        var hasSecondFactor = await db.SecondFactors.AnyAsync(f => f.AccountId == accountId && f.ConfirmedUtc != null, ct);
        string[] names = [found.UserName, found.Name, found.Email, await phones.ReadAsync(found.Person, ct) ?? "", found.EmployeeNumber];
        if (await rules.WhyNotAsync(password, names, hasSecondFactor, ct) is { } refusal) return refusal;
        var old = await Old(db, accountId).Take(options.PasswordsRemembered).Select(p => p.Hash).ToListAsync(ct);
        return old.Append(found.PasswordHash).Any(hash => hash is not null && hasher.VerifyHashedPassword(new Account(), hash, password) != PasswordVerificationResult.Failed) ? Known : null;
    }

    private static IQueryable<OldPassword> Old(AppDbContext db, Guid accountId) => db.OldPasswords.Where(p => p.AccountId == accountId).OrderByDescending(p => p.ReplacedUtc);
}
