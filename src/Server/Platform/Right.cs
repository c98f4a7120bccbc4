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

    /// <summary>True when the right could do great harm: a role with such a right is granted and changed by two people.</summary>
    public bool IsPowerful => Reach == Reach.Group
        || Permission is Permission.RolesManage or Permission.WorkflowsManage or Permission.PayRead or Permission.PayRelease or Permission.AuditRead or Permission.SandboxManage;
}

/// <summary>A right in the hands of a person.</summary>
/// <param name="Permission">What may be done.</param>
/// <param name="Reach">How far.</param>
/// <param name="AnchorId">The branch or the department, where the reach is one of these.</param>
internal sealed record HeldRight(Permission Permission, Reach Reach, Guid? AnchorId = null);
