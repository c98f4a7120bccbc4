using System.Security.Claims;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Looks accounts up anew each time, so that a change counts at once.</summary>
internal sealed class SignedInIdentities(AppDbContext db, FindIdentity people) : IIdentities
{
    public async Task<CurrentUser.Identity?> OfAsync(ClaimsPrincipal? principal, CancellationToken ct) =>
        await Session.PersonOfAsync(principal, db, ct) is { } person ? await people.OfAsync(person, ct) : null;
}
