using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Roles;

/// <summary>Why a role cannot be granted or changed by somebody. Asked when it is requested, and once more when it is done.</summary>
internal sealed class CheckRoles(AppDbContext db, FindIdentity people, TimeProvider clock)
{
    /// <summary>A role for a person.</summary>
    internal sealed record Grant(Guid PersonId, string Role, Guid? BranchId, DateOnly? From, DateOnly? Until, string? Reason = null);

    /// <summary>A role as a company wants to have it; null rights take the company's role away.</summary>
    internal sealed record Change(string Name, IReadOnlyList<Right>? Rights, string? Reason = null);

    /// <summary>The longest reason for either, in characters.</summary>
    internal const int LongestReason = 500;

    /// <summary>What a grant would do.</summary>
    internal sealed record Checked(Guid CompanyId, string PersonName, bool IsPowerful);

    /// <summary>Why this person cannot grant that; null with what the grant means when they can.</summary>
    public async Task<(Checked? Fit, Refusal? Refusal)> GrantAsync(CurrentUser.Identity by, Grant grant, CancellationToken ct)
    {
        if (WhyNotReason(grant.Reason) is { } reason) return (null, reason);
        if (grant.PersonId == by.PersonId) return (null, new("role-grants.self-forbidden", "Expected a role to be granted to somebody else, but it is for whoever grants it."));
        if (await PersonAsync(by, grant.PersonId, ct) is not { } person || await people.OfAsync(person.Id, ct) is not { } holder)
            return (null, new("people.unknown", $"Expected a person {grant.PersonId:D} in your scope, but there is none."));
        if (await WhyNotPlaceAndTimeAsync(person, grant, ct) is { } refusal) return (null, refusal);
        var roles = await RolesOfCompany.OfAsync(db, person.CompanyId, ct);
        if (ProductRoles.IsByStanding(grant.Role) || roles.Find(grant.Role) is not { } rights)
            return (null, new("role-grants.role.invalid", $"Expected a role that can be granted, but '{grant.Role}' is none."));
        if (await WhyNotHeldAsync(grant, ct) is { } held) return (null, held);
        var standing = (await Standing.OfAsync(db, [person.Id], Now, ct)).GetValueOrDefault(person.Id);
        IReadOnlyList<Guid> branches = standing is null ? [] : [standing.Branch.Id], departments = standing is null ? [] : [standing.Department.Id];
        var wider = roles.Held(grant.Role, grant.BranchId, branches, departments).FirstOrDefault(right => !by.Rights.Cover(right, by.CompanyId == person.CompanyId));
        return wider is null ? (new Checked(person.CompanyId, holder.Name, rights.Any(r => r.IsPowerful)), null) : (null, Wider("role-grants.wider-forbidden", wider.Permission, wider.Reach));
    }

    /// <summary>Why this person cannot revoke the grant; null when they can.</summary>
    public async Task<Refusal?> WhyNotRevokeAsync(CurrentUser.Identity by, RoleGrant grant, CancellationToken ct)
    {
        if (grant.RevokedUtc is { } at) return new("role-grants.revoked", $"Expected a grant that counts, but it was revoked at {at:yyyy-MM-dd HH:mm} UTC.");
        var roles = await RolesOfCompany.OfAsync(db, grant.CompanyId, ct);
        var wider = roles.Held(grant.Role, grant.BranchId, [], []).FirstOrDefault(right => !by.Rights.Cover(right, by.CompanyId == grant.CompanyId));
        return wider is null ? null : Wider("role-grants.wider-forbidden", wider.Permission, wider.Reach);
    }

    /// <summary>Whether the role of a grant is powerful, as it is now.</summary>
    public async Task<bool> IsPowerfulAsync(RoleGrant grant, CancellationToken ct) => (await RolesOfCompany.OfAsync(db, grant.CompanyId, ct)).Find(grant.Role)?.Any(r => r.IsPowerful) == true;

    /// <summary>Why this person cannot change that role of their company; null when they can.</summary>
    public async Task<Refusal?> WhyNotChangeAsync(CurrentUser.Identity by, Change change, CancellationToken ct)
    {
        var roles = await RolesOfCompany.OfAsync(db, by.CompanyId, ct);
        if (change.Rights is null && !roles.IsOwn(change.Name)) return new("roles.unknown", $"Expected a role '{change.Name}' that the company has made, but there is none.");
        if (WhyNotName(change.Name) is { } name) return name;
        if (WhyNotReason(change.Reason) is { } reason) return reason;
        if (change.Rights is null && ProductRoles.Find(change.Name) is null && await IsHeldAsync(by.CompanyId, change.Name, ct))
            return new("roles.held", $"Expected nobody to hold '{change.Name}', but somebody does.");
        var rights = change.Rights ?? ProductRoles.Find(change.Name) ?? [];
        if (rights.FirstOrDefault(r => r.Reach < Reach.Company && Right.IsOfWholeCompany(r.Permission)) is { } narrow)
            return new("roles.reach.invalid", $"Expected {narrow.Permission} to reach a company or the group, because it is about no single person, but it reaches {narrow.Reach}.");
        if (ProductRoles.IsByStanding(change.Name) && !rights.Any(r => r.Permission == Permission.SelfRead))
            return new("roles.rights.invalid", $"Expected '{change.Name}', which people have by who they are, to keep {Permission.SelfRead}, but it does not.");
        // What the role has already is not given by whoever changes something else about it.
        var wider = rights.Except(roles.Find(change.Name) ?? []).FirstOrDefault(r => !by.Rights.Cover(new HeldRight(r.Permission, r.Reach), isInCompany: true));
        return wider is null ? null : Wider("roles.wider-forbidden", wider.Permission, wider.Reach);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static Refusal? WhyNotName(string name) => name.Length is 0 or > CompanyRole.LongestName || !name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_')
        ? new("roles.name.invalid", $"Expected a name of 1 to {CompanyRole.LongestName} letters, digits, '-' or '_', but it is '{name}'.")
        : null;

    private static Refusal? WhyNotReason(string? reason) => reason?.Length > LongestReason
        ? new("roles.reason.invalid", $"Expected a reason of at most {LongestReason} characters, but it has {reason.Length}.")
        : null;

    private static Refusal Wider(string code, Permission permission, Reach reach) =>
        new(code, $"Expected only rights that are no wider than your own, but {permission} reaching {reach} is.");

    private async Task<PersonRecord?> PersonAsync(CurrentUser.Identity by, Guid personId, CancellationToken ct)
    {
        var user = new CurrentUser();
        user.Become(by);
        return await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().VisibleTo(user, Permission.RolesManage, db).SingleOrDefaultAsync(p => p.Id == personId, ct);
    }

    private async Task<Refusal?> WhyNotPlaceAndTimeAsync(PersonRecord person, Grant grant, CancellationToken ct)
    {
        if (grant.BranchId is { } branch && !await db.Branches.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(b => b.Id == branch && b.CompanyId == person.CompanyId, ct))
            return new("branches.unknown", $"Expected a branch {branch:D} of the company that employs {person.Name}, but there is none.");
        if (grant.Until < grant.From || grant.Until < DateOnly.FromDateTime(Now))
            return new("role-grants.until.invalid", $"Expected a last day that is not over and not before the first, {grant.From:yyyy-MM-dd}, but it is {grant.Until:yyyy-MM-dd}.");
        var standing = (await Standing.OfAsync(db, [person.Id], Now, ct)).GetValueOrDefault(person.Id);
        return standing is { IsActive: false } && standing.Employment.Until < standing.Branch.DayOf(Now)
            ? new("role-grants.has-left", $"Expected somebody who is employed, but {person.Name} has left.")
            : null;
    }

    private async Task<Refusal?> WhyNotHeldAsync(Grant grant, CancellationToken ct)
    {
        var held = await db.RoleGrants.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .AnyAsync(g => g.PersonId == grant.PersonId && g.Role == grant.Role && g.BranchId == grant.BranchId && g.RevokedUtc == null
                && (g.Until == null || grant.From == null || g.Until >= grant.From) && (g.From == null || grant.Until == null || g.From <= grant.Until), ct);
        return held ? new("role-grants.held", $"Expected a role that the person does not hold in that time, but '{grant.Role}' is held already.") : null;
    }

    private Task<bool> IsHeldAsync(Guid companyId, string role, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(Now);
        return db.RoleGrants.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .AnyAsync(g => g.CompanyId == companyId && g.Role == role && g.RevokedUtc == null && (g.Until == null || g.Until >= today), ct);
    }
}
