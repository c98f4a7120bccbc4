using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The caller's sessions that count, newest first.</summary>
internal static class ListSessions
{
    /// <param name="Id">What to end it by.</param>
    /// <param name="Way">How the person proved who they are.</param>
    /// <param name="Carrier">What carries it.</param>
    /// <param name="StartedUtc">When it started.</param>
    /// <param name="LastSeenUtc">When a request came last, to the minute.</param>
    /// <param name="Address">IP address of the sign-in; null where it is not known.</param>
    /// <param name="UserAgent">What the browser said it is; null where it said nothing.</param>
    /// <param name="IsThis">Whether this request belongs to it.</param>
    internal sealed record Response(Guid Id, SignInWay Way, SessionCarrier Carrier, DateTime StartedUtc, DateTime LastSeenUtc, string? Address, string? UserAgent, bool IsThis);

    public static async Task<Ok<List<Response>>> HandleAsync(AppDbContext db, CurrentUser user, SignInOptions options, HttpContext http, CancellationToken ct)
    {
        var own = Session.IdOf(http.User);
        return TypedResults.Ok(await LiveSessions.Of(db, options).Where(l => l.Account.PersonId == user.PersonId).Select(l => l.Session)
            .OrderByDescending(s => s.StartedUtc)
            .Select(s => new Response(s.Id, s.Way, s.Carrier, s.StartedUtc, s.LastSeenUtc, s.Address, s.UserAgent, s.Id == own))
            .ToListAsync(ct));
    }
}
