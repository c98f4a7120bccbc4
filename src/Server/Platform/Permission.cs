namespace HrBpm.Server.Platform;

/// <summary>What an endpoint may need. Which role has which, and how far it reaches, is in <see cref="ProductRoles"/>.</summary>
internal enum Permission
{
    /// <summary>See who one is and what one may do.</summary>
    SelfRead,

    /// <summary>See the organisation's structure.</summary>
    OrgRead,

    /// <summary>Look people up; who is found depends on the role.</summary>
    PeopleRead,

    /// <summary>See one's own tasks.</summary>
    TasksRead,

    /// <summary>Complete, return, transfer or delegate one's own tasks.</summary>
    TasksComplete,

    /// <summary>Let somebody act for another person, or send a task link, with a reason.</summary>
    TasksProxy,

    /// <summary>Start an offboarding.</summary>
    OffboardingStart,

    /// <summary>See the offboarding cases in one's scope.</summary>
    OffboardingRead,

    /// <summary>Change an offboarding case: dates, cancellation, early release.</summary>
    OffboardingManage,

    /// <summary>See how to reach people in private.</summary>
    ContactRead,

    /// <summary>See identity numbers and bank accounts masked, and set them.</summary>
    IdentityRead,

    /// <summary>See such a number in full, or find a person by it; with a reason, and on record.</summary>
    IdentityReveal,

    /// <summary>See how people are judged.</summary>
    PerformanceRead,

    /// <summary>See pay.</summary>
    PayRead,

    /// <summary>Ask for the early release of final pay.</summary>
    PayRelease,

    /// <summary>See definitions and running instances.</summary>
    WorkflowsRead,

    /// <summary>Publish definitions; retry, skip or answer incidents; cancel instances.</summary>
    WorkflowsManage,

    /// <summary>Read and verify signatures and their documents.</summary>
    SignaturesRead,

    /// <summary>Read and verify the audit trail.</summary>
    AuditRead,

    /// <summary>See and change roles and who holds them.</summary>
    RolesManage,

    /// <summary>See and decide what waits for a second person. Consent needs the permission of the act itself as well.</summary>
    ConsentGive,

    /// <summary>Change the key that the company's secrets are encrypted with.</summary>
    KeysManage,

    /// <summary>Give people of the company accounts; disable and enable them; ask for a new password, and remove authenticator apps that were lost.</summary>
    AccountsManage,

    /// <summary>One's own sessions, password, second factor and passkeys, and a copy of all that is held about oneself. No token of another program has it.</summary>
    OwnAccount,

    /// <summary>Say which other programs may ask for tokens.</summary>
    ClientsManage,

    /// <summary>Say which identity providers sign the company's people in. A second person consents before one is switched on.</summary>
    SignInManage,

    /// <summary>Drive the sandbox: clock, faults, state of the stand-ins.</summary>
    SandboxManage,

    /// <summary>Add and change people and their employments, within what one may see.</summary>
    PeopleWrite,

    /// <summary>Import people from a file, for the whole company.</summary>
    PeopleImport,

    /// <summary>Export lists as files.</summary>
    PeopleExport,

    /// <summary>Change departments, their heads, branches, positions and assets.</summary>
    OrgWrite,

    /// <summary>Add, change and retire fields of the company's own.</summary>
    FieldsManage,
    /// <summary>Say how long data about people is kept, place holds, and ask for its removal, to which a second person consents.</summary>
    PrivacyManage,

    /// <summary>See and make backups, rehearse them, and ask for a restore, to which a second person consents. A backup holds every company.</summary>
    BackupsManage,

    /// <summary>Found further companies of the group, and rename them.</summary>
    CompaniesManage,
}
