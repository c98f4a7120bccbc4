using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>The caller has seen the discussion of a flow, and with it whatever mentions them there. The first time counts.</summary>
internal static class ReadMentions
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string instanceId, AppDbContext db, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (await DiscussedFlow.FindAsync(db, user, instanceId, ct) is null) return DiscussedFlow.Unknown(instanceId);
        await MarkAsync(instanceId, db, user, writes, clock, ct);
        return TypedResults.NoContent();
    }

    /// <summary>Notes it, where there is something that was not seen yet.</summary>
    public static async Task MarkAsync(string instanceId, AppDbContext db, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (!await Unread(db, instanceId, user.PersonId).AnyAsync(ct)) return;
        await writes.RunAsync((scope, token) => Unread(scope.GetRequiredService<AppDbContext>(), instanceId, user.PersonId)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ReadUtc, clock.GetUtcNow().UtcDateTime).SetProperty(m => m.Version, m => m.Version + 1), token), ct);
    }

    private static IQueryable<FlowMention> Unread(AppDbContext db, string instanceId, Guid me) =>
        db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(m => m.InstanceId == instanceId && m.PersonId == me && m.ReadUtc == null);
}
