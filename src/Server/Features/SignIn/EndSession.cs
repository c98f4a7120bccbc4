using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Ends one of the caller's sessions, for example that of a lost phone.</summary>
internal static class EndSession
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid sessionId, CurrentUser user, WriteAttempts writes, SignInOptions options, CancellationToken ct) =>
        await RunAsync(sessionId, user, writes, options, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("sessions.unknown", $"Expected a session {sessionId} of yours that has not ended, but there is none.");

    /// <returns>False when it is none of theirs, or has ended already.</returns>
    public static Task<bool> RunAsync(Guid sessionId, CurrentUser user, WriteAttempts writes, SignInOptions options, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var found = await LiveSessions.Of(db, options).SingleOrDefaultAsync(l => l.Session.Id == sessionId && l.Account.PersonId == user.PersonId, token);
        if (found is null) return false;
        found.Session.EndedUtc = LiveSessions.NowUtc;
        scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(found.Account, user.Actor, "sign-in.ended", new { sessionId }));
        return true;
    }, ct);
}
