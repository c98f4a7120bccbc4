using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Audit;

internal static class VerifyLog
{
    /// <param name="IsVerified">True when nothing is wrong.</param>
    /// <param name="Entries">Entries that were recomputed.</param>
    /// <param name="Checkpoints">Checkpoints that were verified.</param>
    /// <param name="Problem">The first thing that is wrong; null when nothing is.</param>
    public sealed record Response(bool IsVerified, long Entries, long Checkpoints, AuditProblem? Problem);

    public static async Task<Ok<Response>> HandleAsync(AuditVerifier verifier, CurrentUser user, CancellationToken ct)
    {
        var verdict = await verifier.VerifyAsync(ct, user.CompanyId);
        return TypedResults.Ok(new Response(verdict.IsVerified, verdict.Entries, verdict.Checkpoints, verdict.Problems is [var first, ..] ? first : null));
    }
}
