using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Says which sessions count: not ended, not idle or old beyond the settings, and of an account that is as it was when they started.</summary>
internal static class LiveSessions
{
    /// <summary>A request is noted at most this often, so that reading pages does not write all the time.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    private static readonly string OfAll = $"SELECT s.* FROM {Counting("{0}", "{1}")}";
    private static readonly string OfOne = $"SELECT a.person_id, s.last_seen_utc FROM {Counting("$2", "$3")} AND s.id = $1";

    // Sessions live in real time, whatever the sandbox's clock says.
    public static DateTime NowUtc => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>The sessions that count, with their accounts. Looks across companies: whose session it is decides the company.</summary>
    public static IQueryable<LiveSession> Of(AppDbContext db, SignInOptions options)
    {
        var (seenAfterUtc, startedAfterUtc) = Earliest(options);
        return
            from session in db.SignInSessions.FromSqlRaw(OfAll, seenAfterUtc, startedAfterUtc).IgnoreQueryFilters([AppDbContext.CompanyFilter])
            join account in db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]) on session.AccountId equals account.Id
            select new LiveSession { Session = session, Account = account };
    }

    /// <summary>The person whose session it is, and notes that the session is in use; null when it counts no more.</summary>
    public static async Task<Guid?> PersonOfAsync(Guid sessionId, AppDbContext db, SignInOptions options, CancellationToken ct)
    {
        var (seenAfterUtc, startedAfterUtc) = Earliest(options);
        var found = await HotQuery.FirstAsync(db, OfOne, [sessionId, seenAfterUtc, startedAfterUtc], row => new { PersonId = row.GetGuid(0), LastSeenUtc = row.GetDateTime(1) }, ct);
        if (found is null) return null;
        var nowUtc = NowUtc;
        if (found.LastSeenUtc < nowUtc - Noted)
            await db.SignInSessions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenUtc, nowUtc), ct);
        return found.PersonId;
    }

    private static (DateTime SeenAfterUtc, DateTime StartedAfterUtc) Earliest(SignInOptions options) => (NowUtc - options.SessionLife, NowUtc - options.SessionAtMost);

    // Each request asks for its session, so the rule is written in the words of the databases.
    private static string Counting(string seenAfter, string startedAfter) =>
        $"sign_in_sessions s JOIN accounts a ON a.id = s.account_id WHERE s.ended_utc IS NULL AND s.last_seen_utc > {seenAfter} AND s.started_utc > {startedAfter} AND a.security_stamp = s.stamp AND a.disabled_utc IS NULL";
}

/// <summary>A session that counts, and its account.</summary>
internal sealed class LiveSession
{
    public required SignInSession Session { get; init; }

    public required Account Account { get; init; }
}
