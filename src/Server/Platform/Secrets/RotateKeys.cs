using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>Gives the caller's company a new key. One rotation is finished before the next begins.</summary>
internal static class RotateKeys
{
    public static async Task<Results<Accepted<RotationProgress>, ProblemHttpResult>> HandleAsync(KeyRotation rotation, CurrentUser user, CancellationToken ct)
    {
        var now = await rotation.ProgressAsync(user.CompanyId, ct);
        if (now.Left > 0) return Problems.Conflict("keys.rotation-running", $"Expected the last rotation to be finished, but {now.Left} rows are left.");
        return TypedResults.Accepted("/api/keys", await rotation.BeginAsync(user.CompanyId, user.Actor, ct));
    }
}
