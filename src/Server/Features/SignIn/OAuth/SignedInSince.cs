using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Says when the person of a request proved who they are.</summary>
internal sealed class SignedInSince(AppDbContext db)
{
    /// <summary>When the session of the request began, UTC.</summary>
    public async Task<DateTime> OfAsync(HttpContext http, CancellationToken ct) =>
        Session.IdOf(http.User) is { } session ? await db.SignInSessions.Where(s => s.Id == session).Select(s => s.StartedUtc).SingleAsync(ct) : DateTime.UnixEpoch;
}
