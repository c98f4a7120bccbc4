using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Says which sessions count: not ended, not idle or old beyond the settings, and of an account that is as it was when they started.</summary>
internal static class LiveSessions
{
    /// <summary>A request is noted at most this often, so that reading pages does not write all the time.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    // Sessions live in real time, whatever the sandbox's clock says.
    public static DateTime NowUtc => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>The sessions that count, with their accounts. Looks across companies: whose session it is decides the company.</summary>
    public static IQueryable<LiveSession> Of(AppDbContext db, SignInOptions options)
    {
        var nowUtc = NowUtc;
        var (seenAfterUtc, startedAfterUtc) = (nowUtc - options.SessionLife, nowUtc - options.SessionAtMost);
        return
            from session in db.SignInSessions.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            where session.EndedUtc == null && session.LastSeenUtc > seenAfterUtc && session.StartedUtc > startedAfterUtc
            join account in db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]) on session.AccountId equals account.Id
            where account.SecurityStamp == session.Stamp && account.DisabledUtc == null
            select new LiveSession { Session = session, Account = account };
    }

    /// <summary>The person whose session it is, and notes that the session is in use; null when it counts no more.</summary>
    public static async Task<Guid?> PersonOfAsync(Guid sessionId, AppDbContext db, SignInOptions options, CancellationToken ct)
    {
        var found = await Of(db, options).Where(l => l.Session.Id == sessionId).Select(l => new { l.Account.PersonId, l.Session.LastSeenUtc }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var nowUtc = NowUtc;
        if (found.LastSeenUtc < nowUtc - Noted)
            await db.SignInSessions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenUtc, nowUtc), ct);
        return found.PersonId;
    }
}

/// <summary>A session that counts, and its account.</summary>
internal sealed class LiveSession
{
    public required SignInSession Session { get; init; }

    public required Account Account { get; init; }
}
