using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The caller's passkeys, newest first.</summary>
internal static class ListPasskeys
{
    /// <param name="Id">What to remove it by.</param>
    /// <param name="Name">What the person calls it.</param>
    /// <param name="CreatedUtc">When it was registered.</param>
    /// <param name="LastUsedUtc">When it signed somebody in last; null while it has not.</param>
    /// <param name="IsBackedUp">Whether a key ring keeps a copy of it, so that a lost device does not lose it.</param>
    internal sealed record Response(Guid Id, string Name, DateTime CreatedUtc, DateTime? LastUsedUtc, bool IsBackedUp);

    public static async Task<Ok<List<Response>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct) =>
        TypedResults.Ok(await db.Passkeys.Where(p => db.Users.Any(a => a.Id == p.AccountId && a.PersonId == user.PersonId)).OrderByDescending(p => p.CreatedUtc)
            .Select(p => new Response(p.Id, p.Name, p.CreatedUtc, p.LastUsedUtc, p.IsBackedUp)).ToListAsync(ct));
}

/// <summary>Removes one of the caller's passkeys, for example that of a lost device. It signs nobody in any more; sessions that it started are ended on the list of sessions.</summary>
internal static class RemovePasskey
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid passkeyId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var isTheirs = await writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, token);
            if (await db.Passkeys.SingleOrDefaultAsync(p => p.Id == passkeyId && p.AccountId == account.Id, token) is not { } passkey) return false;
            db.Remove(passkey);
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, "passkey.removed", new { passkey.Id, passkey.Name }));
            return true;
        }, ct);
        return isTheirs ? TypedResults.NoContent() : Problems.NotFound("passkeys.unknown", $"Expected a passkey {passkeyId} of yours, but there is none.");
    }
}
