using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Asks a second person for a restore. With the consent an operator does it.</summary>
internal static class AskRestore
{
    private const int LongestReason = 500;

    /// <param name="Reason">Why what was done since is given up.</param>
    public sealed record Request(string Name, string Reason);

    /// <param name="RequestId">What waits for a second person now.</param>
    /// <param name="Command">What an operator runs after the consent.</param>
    public sealed record Response(Guid RequestId, string Command);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(Request request, IEnumerable<IBackupStore> stores, ITwoPersonRule twoPeople, CurrentUser user, CancellationToken ct)
    {
        if (request.Reason.Trim().Length is < 1 or > LongestReason) return Problems.Invalid("backups.reason", $"Expected a reason of 1 to {LongestReason} characters, but it has {request.Reason.Trim().Length}.");
        if (!BackupName.Is(request.Name)) return BackupRoutes.Unknown(request.Name);
        var isThere = false;
        foreach (var store in stores) isThere |= (await store.ListAsync(ct)).Contains(request.Name);
        if (!isThere) return BackupRoutes.Unknown(request.Name);
        var id = await twoPeople.AskAsync(new ActAsked(RestoreAct.Act, user.CompanyId, $"backup:{request.Name}", $"恢复备份 {request.Name}", new RestoreAct.Kept(request.Name, request.Reason.Trim())), user.PersonId, ct);
        return TypedResults.Accepted("/api/two-person-requests", new Response(id, $"HrBpm.Server restore --overwrite --from {request.Name} --request {id:D}"));
    }
}
