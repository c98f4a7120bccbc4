using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Roles;

/// <summary>Asks for a role of the company's own, or for a change of one. A second person has to consent.</summary>
internal static class ChangeRole
{
    /// <param name="Rights">All that the role is to allow.</param>
    /// <param name="Reason">What for, in at most 500 characters: the second person reads it, and it is kept with the request.</param>
    public sealed record Request(IReadOnlyList<Right> Rights, string? Reason = null);

    public static Task<Results<Accepted<AskedConsent>, ProblemHttpResult>> HandleAsync(string name, Request request, AskRoleChange ask, CancellationToken ct) =>
        ask.RunAsync(new CheckRoles.Change(name, [.. request.Rights.Distinct()], string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim()), ct);
}

/// <summary>Asks for the end of a role of the company's own. What the product has under the same name counts again.</summary>
internal static class RemoveRole
{
    public static Task<Results<Accepted<AskedConsent>, ProblemHttpResult>> HandleAsync(string name, AskRoleChange ask, CancellationToken ct) =>
        ask.RunAsync(new CheckRoles.Change(name, null), ct);
}

/// <summary>What waits for a second person now.</summary>
internal sealed record AskedConsent(Guid RequestId);

/// <summary>Asks a second person for a change of a role.</summary>
internal sealed class AskRoleChange(CheckRoles check, ITwoPersonRule twoPeople, CurrentUser user)
{
    /// <summary>The change, as the request keeps it.</summary>
    internal sealed record Kept(string Name, string? Rights, string? Reason = null);

    public async Task<Results<Accepted<AskedConsent>, ProblemHttpResult>> RunAsync(CheckRoles.Change change, CancellationToken ct)
    {
        if (await check.WhyNotChangeAsync(user.AsIdentity(), change, ct) is { } refusal) return refusal.ToProblem();
        var summary = change.Rights is null ? $"取消角色 {change.Name}" : $"角色 {change.Name}: {string.Join(", ", change.Rights.Select(r => $"{r.Permission} {r.Reach}"))}";
        var kept = new Kept(change.Name, change.Rights is null ? null : CompanyRole.Write(change.Rights), change.Reason);
        var id = await twoPeople.AskAsync(new ActAsked(RoleChangeAct.Act, user.CompanyId, $"role:{change.Name}", summary, kept), user.PersonId, ct);
        return TypedResults.Accepted("/api/two-person-requests", new AskedConsent(id));
    }
}

/// <summary>Changes a role of a company once two people agree.</summary>
internal sealed class RoleChangeAct(AppDbContext db, CheckRoles check, FindIdentity people, IAuditTrail audit) : IDangerousAct
{
    public const string Act = "roles.change";

    public string Name => Act;

    public Permission Permission => Permission.RolesManage;

    public async Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct)
    {
        var kept = act.Read<AskRoleChange.Kept>();
        var rights = kept.Rights is null ? null : new CompanyRole { CompanyId = act.CompanyId, Name = kept.Name, Rights = kept.Rights }.ReadRights();
        if (await people.OfAsync(act.AskedBy, ct) is not { } asker || !asker.Rights.Has(Permission))
            return new("roles.asker-forbidden", "Expected whoever asked to be allowed to change roles still, but they are not.");
        if (await check.WhyNotChangeAsync(asker, new CheckRoles.Change(kept.Name, rights), ct) is { } refusal) return refusal;
        var role = await db.CompanyRoles.SingleOrDefaultAsync(r => r.CompanyId == act.CompanyId && r.Name == kept.Name, ct);
        var before = role?.Rights;
        if (kept.Rights is null) db.CompanyRoles.Remove(role!);
        else if (role is null) db.CompanyRoles.Add(new CompanyRole { CompanyId = act.CompanyId, Name = kept.Name, Rights = kept.Rights });
        else role.Rights = kept.Rights;
        audit.Record(new AuditFact(act.CompanyId, act.AskedBy.ToString("D"), "roles.change", $"role:{kept.Name}", new { before, after = kept.Rights, consentedBy = act.ConsentedBy, request = act.RequestId }));
        return null;
    }
}
