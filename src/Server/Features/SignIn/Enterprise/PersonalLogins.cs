using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>Who a person is at identity providers.</summary>
internal sealed class PersonalLogins(AppDbContext db) : IPersonalData
{
    public string Name => "identityProviders";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) =>
        await db.ExternalLogins.Where(l => db.Users.Any(a => a.Id == l.AccountId && a.PersonId == personId)).OrderBy(l => l.BoundUtc).Select(l => new { l.Issuer, l.Subject, l.BoundUtc }).ToListAsync(ct);
}
