using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Accounts as activities and other features see them.</summary>
internal sealed class SignInAccounts(AppDbContext db, PasswordCheck passwords, TimeProvider clock) : ISignInAccounts
{
    public async Task<Refusal?> DisableAsync(Guid personId, CancellationToken ct)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.PersonId == personId, ct) is not { } account) return Unknown(personId);
        account.Disable(clock.GetUtcNow().UtcDateTime);
        return null;
    }

    public async Task<Refusal?> CheckPasswordAsync(Guid personId, string password, CancellationToken ct) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == personId, ct) is { } account
            ? await passwords.IdentifyAsync(account, password, ct)
            : Unknown(personId);

    private static Refusal Unknown(Guid personId) => new("accounts.unknown", $"Expected person {personId} to have an account, but there is none.");
}
