using System.Security.Claims;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Looks sessions up anew each time, so that a change counts at once.</summary>
internal sealed class SignedInIdentities(AppDbContext db, FindIdentity people, SignInOptions options) : IIdentities
{
    public async Task<CurrentUser.Identity?> OfAsync(ClaimsPrincipal? principal, CancellationToken ct) =>
        Session.IdOf(principal) is { } session && await LiveSessions.PersonOfAsync(session, db, options, ct) is { } person ? await people.OfAsync(person, ct) : null;
}
