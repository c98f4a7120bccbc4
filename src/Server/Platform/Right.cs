namespace HrBpm.Server.Platform;

/// <summary>A permission and how far it reaches: what roles are made of.</summary>
internal sealed record Right(Permission Permission, Reach Reach)
{
    // What these are about has no person, no department and no branch.
    private static readonly Permission[] OfWholeCompanies =
        [
            Permission.OrgRead, Permission.OrgWrite, Permission.WorkflowsRead, Permission.WorkflowsManage, Permission.AuditRead, Permission.RolesManage, Permission.ConsentGive,
            Permission.FieldsManage, Permission.KeysManage, Permission.AccountsManage, Permission.ClientsManage, Permission.SandboxManage,
            Permission.CompaniesManage,
        ];

    /// <summary>True when the permission means something only for a company as a whole.</summary>
    public static bool IsOfWholeCompany(Permission permission) => OfWholeCompanies.Contains(permission);

    // What lets its holder read or do what only few may, let others in, change what others have proven, or take data out. What only looks after one's own work, or is undone by anybody with the same right, needs no second person.
    private static readonly Permission[] Powerful =
        [
            Permission.IdentityReveal, Permission.PayRead, Permission.PayRelease, Permission.WorkflowsManage, Permission.AuditRead, Permission.RolesManage, Permission.ConsentGive, Permission.KeysManage,
            Permission.AccountsManage, Permission.ClientsManage, Permission.SignInManage, Permission.SandboxManage, Permission.PeopleImport, Permission.PrivacyManage, Permission.BackupsManage, Permission.CompaniesManage,
        ];

    /// <summary>True when the right could do great harm: a role with such a right is granted, changed and taken back by two people.</summary>
    public bool IsPowerful => Reach == Reach.Group || Powerful.Contains(Permission);
}

/// <summary>A right in the hands of a person.</summary>
/// <param name="Permission">What may be done.</param>
/// <param name="Reach">How far.</param>
/// <param name="AnchorId">The branch or the department, where the reach is one of these.</param>
internal sealed record HeldRight(Permission Permission, Reach Reach, Guid? AnchorId = null);
