using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Roles;

/// <summary>Grants a role to a person. Where the role is powerful, a second person has to consent first.</summary>
internal static class GrantRole
{
    /// <param name="PersonId">Who gets it.</param>
    /// <param name="Role">Name of the role.</param>
    /// <param name="BranchId">The only branch that it is held for; null for the company.</param>
    /// <param name="From">First day; at once when absent.</param>
    /// <param name="Until">Last day; without an end when absent.</param>
    /// <param name="Reason">What for, in at most 500 characters: the second person reads it, and it is kept with the request.</param>
    public sealed record Request(Guid PersonId, string Role, Guid? BranchId = null, DateOnly? From = null, DateOnly? Until = null, string? Reason = null);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, Accepted<AskedConsent>, ProblemHttpResult>> HandleAsync(
        Request request, CheckRoles check, ITwoPersonRule twoPeople, WriteAttempts writes, CurrentUser user, CancellationToken ct)
    {
        var grant = new CheckRoles.Grant(request.PersonId, request.Role, request.BranchId, request.From, request.Until, string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim());
        var (fit, refusal) = await check.GrantAsync(user.AsIdentity(), grant, ct);
        if (refusal is not null) return refusal.ToProblem();
        if (fit!.IsPowerful)
        {
            var asked = new ActAsked(GrantAct.Act, fit.CompanyId, $"person:{grant.PersonId:D}", $"授予 {fit.PersonName} 角色 {grant.Role}", grant);
            return TypedResults.Accepted("/api/two-person-requests", new AskedConsent(await twoPeople.AskAsync(asked, user.PersonId, ct)));
        }

        // Checked again in the transaction: of two who come at once, the second finds what the first granted.
        var (id, late) = await writes.RunAsync((scope, token) => scope.GetRequiredService<AddGrant>().RunAsync(user.AsIdentity(), grant, null, token), ct);
        return late is null ? TypedResults.Created((string?)null, new Response(id)) : late.ToProblem();
    }
}

/// <summary>Adds a grant to the transaction of the scope, after a last check.</summary>
internal sealed class AddGrant(AppDbContext db, CheckRoles check, IAuditTrail audit)
{
    public async Task<(Guid Id, Refusal? Refusal)> RunAsync(CurrentUser.Identity by, CheckRoles.Grant grant, ConsentedAct? consented, CancellationToken ct)
    {
        var (fit, refusal) = await check.GrantAsync(by, grant, ct);
        if (refusal is not null) return (Guid.Empty, refusal);
        if (fit!.IsPowerful && consented is null) return (Guid.Empty, new("role-grants.powerful", $"Expected the role '{grant.Role}' to need one person only, but it became powerful just now."));
        var row = new RoleGrant { CompanyId = fit.CompanyId, PersonId = grant.PersonId, Role = grant.Role, BranchId = grant.BranchId, From = grant.From, Until = grant.Until };
        db.RoleGrants.Add(row);
        audit.Record(new AuditFact(row.CompanyId, by.PersonId.ToString("D"), "role-grants.grant", $"person:{row.PersonId:D}",
            new { grant = row.Id, row.Role, row.BranchId, row.From, row.Until, consentedBy = consented?.ConsentedBy, request = consented?.RequestId }));
        return (row.Id, null);
    }
}

/// <summary>Grants a powerful role once two people agree, neither of whom gets it.</summary>
internal sealed class GrantAct(AddGrant add, FindIdentity people) : IDangerousAct
{
    public const string Act = "role-grants.grant";

    public string Name => Act;

    public Permission Permission => Permission.RolesManage;

    public async Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct)
    {
        var grant = act.Read<CheckRoles.Grant>();
        if (grant.PersonId == act.ConsentedBy) return new("role-grants.self-forbidden", "Expected somebody other than the person who gets the role to consent, but it is the same.");
        if (await people.OfAsync(act.AskedBy, ct) is not { } asker || !asker.Rights.Has(Permission))
            return new("role-grants.asker-forbidden", "Expected whoever asked to be allowed to grant roles still, but they are not.");
        return (await add.RunAsync(asker, grant, act, ct)).Refusal;
    }
}
