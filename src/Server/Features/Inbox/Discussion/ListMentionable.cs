using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>Whom the caller may mention.</summary>
internal static class ListMentionable
{
    private const int Most = 12;

    /// <param name="Items">Those with a part in the flow first; at most 12.</param>
    public sealed record Response(IReadOnlyList<MentionablePeople.Person> Items);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        string instanceId,
        [Description("Part of a name, the beginning of its pinyin or initials, or a number. Empty finds those who have a part in the flow.")] string? search,
        AppDbContext db, CurrentUser user, MentionablePeople people, CancellationToken ct) =>
        await DiscussedFlow.FindAsync(db, user, instanceId, ct) is { } flow
            ? TypedResults.Ok(new Response(await people.FindAsync(flow, search, Most, ct)))
            : DiscussedFlow.Unknown(instanceId);
}
