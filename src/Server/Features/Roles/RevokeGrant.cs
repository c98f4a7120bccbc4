using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Roles;

/// <summary>Takes a role back, which counts with the person's next request.</summary>
internal static class RevokeGrant
{
    private const int LongestReason = 500;

    /// <param name="Reason">Why; kept in the audit trail.</param>
    public sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid grantId, Request request, AppDbContext db, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
            return Problems.Invalid("role-grants.reason.invalid", $"Expected a reason of 1 to {LongestReason} characters, but it has {request.Reason.Trim().Length}.");
        if (!await db.RoleGrants.AnyAsync(g => g.Id == grantId, ct)) return Problems.NotFound("role-grants.unknown", $"Expected a grant {grantId:D} in your scope, but there is none.");
        var refusal = await writes.RunAsync((scope, token) => RevokeAsync(scope, grantId, request.Reason.Trim(), user.AsIdentity(), clock.GetUtcNow().UtcDateTime, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static async Task<Refusal?> RevokeAsync(IServiceProvider scope, Guid grantId, string reason, CurrentUser.Identity by, DateTime nowUtc, CancellationToken ct)
    {
        var grant = await scope.GetRequiredService<AppDbContext>().RoleGrants.SingleAsync(g => g.Id == grantId, ct);
        if (await scope.GetRequiredService<CheckRoles>().WhyNotRevokeAsync(by, grant, ct) is { } refusal) return refusal;
        grant.RevokedUtc = nowUtc;
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(grant.CompanyId, by.PersonId.ToString("D"), "role-grants.revoke", $"person:{grant.PersonId:D}", new { grant = grant.Id, grant.Role, reason }));
        return null;
    }
}
