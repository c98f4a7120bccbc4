using System.Collections.Frozen;

namespace HrBpm.Server.Platform;

/// <summary>The person on whose behalf the scope works. Filled when a request is authenticated; reading it before that is a bug.</summary>
internal sealed class CurrentUser
{
    private Identity? identity;
    private FrozenSet<Permission> permissions = [];

    /// <summary>Who signed in.</summary>
    /// <param name="PersonId">The person.</param>
    /// <param name="CompanyId">The company that employs the person.</param>
    /// <param name="BranchId">The branch, where the person has one.</param>
    /// <param name="Name">The person's name, as people write it.</param>
    /// <param name="UserName">The name to sign in with.</param>
    /// <param name="Roles">Role names, <c>Employee</c> included.</param>
    internal sealed record Identity(Guid PersonId, Guid CompanyId, Guid? BranchId, string Name, string UserName, IReadOnlyCollection<string> Roles);

    /// <summary>True when the scope works on behalf of a person.</summary>
    public bool IsKnown => identity is not null;

    public Guid PersonId => Known.PersonId;

    public Guid CompanyId => Known.CompanyId;

    public Guid? BranchId => Known.BranchId;

    public string Name => Known.Name;

    public string UserName => Known.UserName;

    public IReadOnlyCollection<string> Roles => Known.Roles;

    /// <summary>The person's id as it travels in workflows and in the audit trail.</summary>
    public string Actor => PersonId.ToString("D");

    /// <summary>Who it is, as one value.</summary>
    public Identity AsIdentity() => Known;

    /// <summary>Whether any of the person's roles may do this.</summary>
    public bool Has(Permission permission) => permissions.Contains(permission);

    public bool HasRole(string role) => identity?.Roles.Contains(role) == true;

    /// <summary>Makes the scope work on behalf of this person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="within">What may be done at most, for example by a token with scopes; null for whatever the person may do.</param>
    public void Become(Identity person, FrozenSet<Permission>? within = null)
    {
        identity = person;
        permissions = RolePermissions.Of(person.Roles);
        if (within is not null) permissions = permissions.Intersect(within).ToFrozenSet();
    }

    private Identity Known => identity ?? throw new InvalidOperationException("Expected a signed-in person, but this scope works for nobody. Does the endpoint say .Needs(...)?");
}
