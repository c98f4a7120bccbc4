using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Views;

/// <summary>Lets a view of the caller's go.</summary>
internal static class DropInboxView
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid viewId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var me = user.PersonId;
        var gone = await writes.RunAsync((scope, token) => scope.GetRequiredService<AppDbContext>().InboxViews.Where(v => v.Id == viewId && v.PersonId == me).ExecuteDeleteAsync(token), ct);
        return gone > 0 ? TypedResults.NoContent() : Problems.NotFound("inbox-views.unknown", $"Expected a view {viewId} of yours, but there is none.");
    }
}
