using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Starts a session of an account whose person has proven who they are, and records it.</summary>
internal sealed class StartSession(WriteAttempts writes, IHttpContextAccessor http)
{
    /// <summary>How long the row of a session is kept after its last request, for whoever asks what happened.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>The new session, stored.</summary>
    public Task<SignInSession> RunAsync(Account account, SignInWay way, SessionCarrier carrier, CancellationToken ct)
    {
        var nowUtc = UtcDateTimeConverter.ToStored(LiveSessions.NowUtc);
        var session = new SignInSession
        {
            CompanyId = account.CompanyId,
            AccountId = account.Id,
            Stamp = account.SecurityStamp!,
            Way = way,
            Carrier = carrier,
            StartedUtc = nowUtc,
            LastSeenUtc = nowUtc,
            Address = http.HttpContext?.Connection.RemoteIpAddress?.ToString(),
            UserAgent = UserAgentOf(http.HttpContext?.Request),
        };
        return writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            await db.SignInSessions.Where(s => s.AccountId == account.Id && s.LastSeenUtc < nowUtc - Kept).ExecuteDeleteAsync(token);
            db.Add(session);
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, account.PersonId.ToString("D"), "sign-in.done", new { SessionId = session.Id, way, carrier, session.Address }));
            return session;
        }, ct);
    }

    private static string? UserAgentOf(HttpRequest? request)
    {
        var said = request?.Headers.UserAgent.ToString();
        return string.IsNullOrEmpty(said) ? null : said.Length <= SignInSession.LongestUserAgent ? said : said[..SignInSession.LongestUserAgent];
    }
}
