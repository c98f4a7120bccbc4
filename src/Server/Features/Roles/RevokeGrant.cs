using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Roles;

/// <summary>Takes a role back, which counts with the person's next request. Where the role is powerful, a second person has to consent first: whoever could take the roles of all others alone would be left without anybody to consent or refuse.
/// What is urgent is done by disabling the account.</summary>
internal static class RevokeGrant
{
    private const int LongestReason = 500;

    /// <param name="Reason">Why; kept in the audit trail.</param>
    public sealed record Request(string Reason);

    public static async Task<Results<NoContent, Accepted<AskedConsent>, ProblemHttpResult>> HandleAsync(
        Guid grantId, Request request, AppDbContext db, CheckRoles check, ITwoPersonRule twoPeople, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
            return Problems.Invalid("role-grants.reason.invalid", $"Expected a reason of 1 to {LongestReason} characters, but it has {request.Reason.Trim().Length}.");
        if (await db.RoleGrants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == grantId, ct) is not { } grant)
            return Problems.NotFound("role-grants.unknown", $"Expected a grant {grantId:D} in your scope, but there is none.");
        if (await check.WhyNotRevokeAsync(user.AsIdentity(), grant, ct) is { } refusal) return refusal.ToProblem();
        var asked = new RevokeAct.Asked(grantId, request.Reason.Trim());
        if (await check.IsPowerfulAsync(grant, ct))
        {
            var name = await db.People.Where(p => p.Id == grant.PersonId).Select(p => p.Name).SingleAsync(ct);
            var act = new ActAsked(RevokeAct.Act, grant.CompanyId, $"person:{grant.PersonId:D}", $"收回 {name} 的角色 {grant.Role}：{asked.Reason}", asked);
            return TypedResults.Accepted("/api/two-person-requests", new AskedConsent(await twoPeople.AskAsync(act, user.PersonId, ct)));
        }

        var late = await writes.RunAsync((scope, token) => scope.GetRequiredService<EndGrant>().RunAsync(user.AsIdentity(), asked, null, token), ct);
        return late is null ? TypedResults.NoContent() : late.ToProblem();
    }
}

/// <summary>Takes a role back in the transaction of the scope, after a last check.</summary>
internal sealed class EndGrant(AppDbContext db, CheckRoles check, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Refusal?> RunAsync(CurrentUser.Identity by, RevokeAct.Asked asked, ConsentedAct? consented, CancellationToken ct)
    {
        var grant = await db.RoleGrants.SingleAsync(g => g.Id == asked.GrantId, ct);
        if (await check.WhyNotRevokeAsync(by, grant, ct) is { } refusal) return refusal;
        if (consented is null && await check.IsPowerfulAsync(grant, ct)) return new("role-grants.powerful", $"Expected the role '{grant.Role}' to need one person only, but it became powerful just now.");
        grant.RevokedUtc = clock.GetUtcNow().UtcDateTime;
        audit.Record(new AuditFact(grant.CompanyId, by.PersonId.ToString("D"), "role-grants.revoke", $"person:{grant.PersonId:D}",
            new { grant = grant.Id, grant.Role, reason = asked.Reason, consentedBy = consented?.ConsentedBy, request = consented?.RequestId }));
        return null;
    }
}

/// <summary>Takes a powerful role back once two people agree. Its holder may be one of them, but cannot be the only one.</summary>
internal sealed class RevokeAct(EndGrant end, FindIdentity people) : IDangerousAct
{
    public const string Act = "role-grants.revoke";

    /// <summary>What the request keeps.</summary>
    internal sealed record Asked(Guid GrantId, string Reason);

    public string Name => Act;

    public Permission Permission => Permission.RolesManage;

    public async Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct) =>
        await people.OfAsync(act.AskedBy, ct) is { } asker && asker.Rights.Has(Permission)
            ? await end.RunAsync(asker, act.Read<Asked>(), act, ct)
            : new("role-grants.asker-forbidden", "Expected whoever asked to be allowed to take roles back still, but they are not.");
}
