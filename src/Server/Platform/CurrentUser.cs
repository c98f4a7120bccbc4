using System.Collections.Frozen;

namespace HrBpm.Server.Platform;

/// <summary>The person on whose behalf the scope works. Filled when a request is authenticated; reading it before that is a bug.</summary>
internal sealed class CurrentUser
{
    private Identity? identity;

    /// <summary>Who signed in.</summary>
    /// <param name="PersonId">The person.</param>
    /// <param name="CompanyId">The company that employs the person.</param>
    /// <param name="BranchId">The branch, where the person has one.</param>
    /// <param name="Name">The person's name, as people write it.</param>
    /// <param name="UserName">The name to sign in with.</param>
    /// <param name="Roles">Role names, those held by standing included.</param>
    /// <param name="Rights">What the roles allow together, and how far.</param>
    /// <param name="Group">The companies of the group, the person's own among them; the first is the group itself.</param>
    /// <param name="Today">The day that it is in the person's branch.</param>
    internal sealed record Identity(
        Guid PersonId, Guid CompanyId, Guid? BranchId, string Name, string UserName, IReadOnlyCollection<string> Roles, HeldRights Rights, IReadOnlyList<Guid> Group, DateOnly Today)
    {
        /// <summary>Language in which the person is written to, for example <c>en-GB</c>.</summary>
        public string Locale { get; init; } = "zh-CN";

        /// <summary>IANA time zone of the person's branch.</summary>
        public string TimeZoneId { get; init; } = "UTC";
    }

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

    /// <summary>What the person may do, and how far.</summary>
    public HeldRights Rights => Known.Rights;

    /// <summary>The companies of the person's group; the first is the group itself.</summary>
    public IReadOnlyList<Guid> Group => Known.Group;

    /// <summary>The day that it is in the person's branch.</summary>
    public DateOnly Today => Known.Today;

    /// <summary>Whether any of the person's roles may do this, to whomever.</summary>
    public bool Has(Permission permission) => Rights.Has(permission);

    /// <summary>Language in which the person is written to.</summary>
    public string Locale => Known.Locale;

    /// <summary>IANA time zone of the person's branch.</summary>
    public string TimeZoneId => Known.TimeZoneId;

    public bool HasRole(string role) => identity?.Roles.Contains(role) == true;

    /// <summary>Makes the scope work on behalf of this person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="within">What may be done at most, for example by a token with scopes; null for whatever the person may do.</param>
    public void Become(Identity person, FrozenSet<Permission>? within = null) =>
        identity = within is null ? person : person with { Rights = person.Rights.Within(within) };

    private Identity Known => identity ?? throw new InvalidOperationException("Expected a signed-in person, but this scope works for nobody. Does the endpoint say .Needs(...)?");
}
