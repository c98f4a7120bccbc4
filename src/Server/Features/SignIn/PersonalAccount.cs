using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>A person's account with its sessions and passkeys; without what would let somebody in.</summary>
internal sealed class PersonalAccount(AppDbContext db) : IPersonalData
{
    public string Name => "account";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.PersonId == personId, ct) is not { } account) return null;
        var sessions = await db.SignInSessions.AsNoTracking().Where(s => s.AccountId == account.Id).OrderBy(s => s.Id)
            .Select(s => new { s.Way, s.Carrier, s.StartedUtc, s.LastSeenUtc, s.EndedUtc, s.Address, s.UserAgent }).ToListAsync(ct);
        var passkeys = await db.Set<Passkey>().AsNoTracking().Where(p => p.AccountId == account.Id).OrderBy(p => p.CreatedUtc).Select(p => new { p.Name, p.CreatedUtc, p.LastUsedUtc }).ToListAsync(ct);
        var codesSinceUtc = await db.Set<SecondFactor>().AsNoTracking().Where(f => f.AccountId == account.Id).Select(f => f.ConfirmedUtc).SingleOrDefaultAsync(ct);
        return new { account.UserName, account.DisabledUtc, AuthenticatorSinceUtc = codesSinceUtc, Sessions = sessions, Passkeys = passkeys };
    }
}
