using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Deletes several definitions, or versions, each by itself: one that cannot go does not keep the others.</summary>
internal static class BulkDelete
{
    /// <param name="Deleted">How many were deleted.</param>
    /// <param name="Refused">Those that were not, and why.</param>
    internal sealed record Response(int Deleted, IReadOnlyList<BulkChanges.NotChanged> Refused);

    public static Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> DefinitionsAsync(BulkChanges.OfDefinitions request, WriteAttempts writes, CurrentUser user, CancellationToken ct) =>
        EachAsync(request.DefinitionIds, writes, (delete, id, token) => delete.DeleteAsync(DefinitionAuthor.Of(user), id, token), ct);

    public static Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> VersionsAsync(BulkChanges.OfVersions request, WriteAttempts writes, CurrentUser user, CancellationToken ct) =>
        EachAsync(request.Ids, writes, (delete, id, token) => delete.DeleteVersionAsync(DefinitionAuthor.Of(user), id, token), ct);

    private static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> EachAsync(IReadOnlyList<string> ids, WriteAttempts writes,
        Func<DeleteDefinitions, string, CancellationToken, Task<Refusal?>> delete, CancellationToken ct)
    {
        if (BulkChanges.WhyNot(ids) is { } wrong) return wrong;
        var refused = new List<BulkChanges.NotChanged>();
        var wanted = ids.Distinct().ToList();
        foreach (var id in wanted)
            if (await writes.RunAsync((services, token) => delete(services.GetRequiredService<DeleteDefinitions>(), id, token), ct) is { } refusal) refused.Add(BulkChanges.Because(id, refusal));
        return new ElsaAnswer<Response>(new Response(wanted.Count - refused.Count, refused));
    }
}
