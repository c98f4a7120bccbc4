using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The caller is back, or names nobody any more. Tasks that were made meanwhile stay with whoever has them.</summary>
internal static class EndAwayDelegation
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid delegationId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var isTheirs = await writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            if (await db.AwayDelegations.SingleOrDefaultAsync(a => a.Id == delegationId && a.PersonId == user.PersonId, token) is not { } named) return false;
            db.AwayDelegations.Remove(named);
            var data = new { named.PersonId, named.DelegateId, named.FromUtc, named.UntilUtc, named.DefinitionId };
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(named.CompanyId, user.Actor, "away.end", $"away:{named.Id:D}", data));
            return true;
        }, ct);
        return isTheirs ? TypedResults.NoContent() : Problems.NotFound("away.unknown", $"Expected a delegation {delegationId} of yours, but there is none.");
    }
}
