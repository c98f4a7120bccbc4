using System.Collections.Frozen;

namespace HrBpm.Server.Platform;

/// <summary>All rights that one person holds together.</summary>
internal sealed class HeldRights(IEnumerable<HeldRight> rights)
{
    /// <summary>No right at all.</summary>
    public static readonly HeldRights None = new([]);

    // They are made for each request and gone through a few times: a set that is quick to ask takes longer to make than it saves.
    private readonly HeldRight[] all = [.. rights.Where(r => r.Reach >= Reach.Company || !Right.IsOfWholeCompany(r.Permission)).Distinct()];

    /// <summary>What may be done at all, in the order of <see cref="Permission"/>.</summary>
    public IReadOnlyList<Permission> Permissions => [.. all.Select(r => r.Permission).Distinct().Order()];

    /// <summary>Whether the person may do this, to whomever.</summary>
    public bool Has(Permission permission) => all.Any(r => r.Permission == permission);

    /// <summary>Those of the rights that are about these permissions.</summary>
    public HeldRights Within(FrozenSet<Permission> permissions) => new(all.Where(r => permissions.Contains(r.Permission)));

    /// <summary>Each of the rights.</summary>
    public IReadOnlyCollection<HeldRight> All => all;

    /// <summary>Those of another set of rights that are no wider than these.</summary>
    public HeldRights Still(IEnumerable<HeldRight> bounds) => new(bounds.Where(bound => all.Any(mine => mine.Permission == bound.Permission
        && (mine == bound || bound.Reach == Reach.Own || (mine.Reach >= Reach.Company && mine.Reach >= bound.Reach)))));

    /// <summary>Whether whoever holds these may do as much as somebody else of the company with that right. What is the other's own, nobody else's right reaches but one for all.</summary>
    public bool ReachAsFarAs(HeldRight others) => all.Any(mine => mine.Permission == others.Permission
        && ((mine.Reach >= Reach.Company && mine.Reach >= others.Reach) || (mine == others && mine.Reach is Reach.DepartmentTree or Reach.Branch)));

    /// <summary>Whether anything may be done in the whole group.</summary>
    public bool ReachGroup { get; } = rights.Any(r => r.Reach == Reach.Group);

    /// <summary>Whether the permission reaches this far.</summary>
    public bool Reaches(Permission permission, Reach reach) => all.Any(r => r.Permission == permission && r.Reach == reach);

    /// <summary>Whether the permission reaches everybody in the company.</summary>
    public bool ReachesCompany(Permission permission) => all.Any(r => r.Permission == permission && r.Reach >= Reach.Company);

    /// <summary>Whether the permission reaches anybody else than oneself.</summary>
    public bool ReachesOthers(Permission permission) => all.Any(r => r.Permission == permission && r.Reach > Reach.Own);

    /// <summary>The branches or departments that the permission reaches.</summary>
    public IReadOnlyList<Guid> AnchorsOf(Permission permission, Reach reach) =>
        [.. all.Where(r => r.Permission == permission && r.Reach == reach).Select(r => r.AnchorId).OfType<Guid>()];

    /// <summary>Whether the other right is no wider than one of these.</summary>
    /// <param name="other">The right of another person.</param>
    /// <param name="isInCompany">True when that person belongs to the same company.</param>
    public bool Cover(HeldRight other, bool isInCompany) => all.Any(mine => mine.Permission == other.Permission
        && (mine.Reach == Reach.Group || (isInCompany && (mine == other || other.Reach == Reach.Own || (mine.Reach == Reach.Company && other.Reach < Reach.Group)))));
}
