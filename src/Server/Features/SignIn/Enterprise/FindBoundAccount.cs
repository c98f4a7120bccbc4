using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>Says which account of the provider's company somebody has whom the provider vouches for. The first time, the claim says it; from then on, issuer and subject.</summary>
internal sealed class FindBoundAccount(WriteAttempts writes, TimeProvider clock)
{
    /// <summary>The account, or why there is none. The refusal does not tell anybody which accounts there are.</summary>
    public Task<(Account? Account, Refusal? Refusal)> RunAsync(IdentityProvider provider, Vouched vouched, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var audit = scope.GetRequiredService<IAuditTrail>();
        var (account, because) = await FindAsync(scope, provider, vouched, token);
        because ??= account!.WhyNotUsable(clock.GetUtcNow());
        if (because is not null)
        {
            audit.Record(account is null
                ? new AuditFact(provider.CompanyId, SignInFacts.Nobody, "sign-in.refused", $"identity-provider:{provider.Id:D}", new { Because = because, vouched.Subject })
                : SignInFacts.Of(account, SignInFacts.Nobody, "sign-in.refused", new { Because = because, Provider = provider.Id }));
            return (null, new Refusal("sign-in.provider.refused", "Expected the provider to vouch for somebody with an account of its company that can be used, but it does not."));
        }

        return (account, (Refusal?)null);
    }, ct);

    private async Task<(Account? Account, string? Because)> FindAsync(IServiceProvider scope, IdentityProvider provider, Vouched vouched, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var company = db.ExternalLogins.Where(l => l.CompanyId == provider.CompanyId && l.Issuer == provider.Issuer);
        var bound = await company.Where(l => l.Subject == vouched.Subject).Select(l => (Guid?)l.AccountId).SingleOrDefaultAsync(ct);
        if (bound is { } id) return (await db.Users.AsNoTracking().SingleAsync(a => a.Id == id && a.CompanyId == provider.CompanyId, ct), null);
        if (vouched.Named is null) return (null, "claim missing");
        if (provider.PersonKey == PersonKey.Email && vouched.IsEmailUnverified) return (null, "e-mail not verified");
        var found = await Named(db, provider, vouched.Named).OrderBy(a => a.Id).Take(2).ToListAsync(ct);
        if (found.Count != 1) return (null, found.Count == 0 ? "nobody has that name" : "several have that name");
        if (await company.AnyAsync(l => l.AccountId == found[0].Id, ct)) return (found[0], "bound to another subject");
        Bind(scope, provider, vouched, found[0]);
        return (found[0], null);
    }

    // Within the provider's company alone, whoever is named.
    private static IQueryable<Account> Named(AppDbContext db, IdentityProvider provider, string name)
    {
        var accounts = db.Users.AsNoTracking().Where(a => a.CompanyId == provider.CompanyId);
        if (provider.PersonKey == PersonKey.UserName)
        {
            var normal = Account.Normalise(name);
            return accounts.Where(a => a.NormalizedUserName == normal);
        }

        var people = db.People.Where(p => p.CompanyId == provider.CompanyId);
#pragma warning disable CA1304, CA1311, CA1862 // Done by the database.
        var email = name.ToLowerInvariant();
        var named = provider.PersonKey == PersonKey.EmployeeNumber ? people.Where(p => p.EmployeeNumber == name) : people.Where(p => p.Email.ToLower() == email);
#pragma warning restore CA1304, CA1311, CA1862
        return accounts.Where(a => named.Any(p => p.Id == a.PersonId));
    }

    private void Bind(IServiceProvider scope, IdentityProvider provider, Vouched vouched, Account account)
    {
        // Not of an account that may not come in anyway: nothing is bound by a refused sign-in.
        if (account.WhyNotUsable(clock.GetUtcNow()) is not null) return;
        scope.GetRequiredService<AppDbContext>().Add(new ExternalLogin
        {
            CompanyId = provider.CompanyId, ProviderId = provider.Id, AccountId = account.Id, Issuer = provider.Issuer, Subject = vouched.Subject,
            BoundUtc = UtcDateTimeConverter.ToStored(LiveSessions.NowUtc),
        });
        scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, account.PersonId.ToString("D"), "provider.bound", new { Provider = provider.Id, provider.Issuer, vouched.Subject }));
    }
}
