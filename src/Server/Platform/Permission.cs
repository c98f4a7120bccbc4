namespace HrBpm.Server.Platform;

/// <summary>What an endpoint may need. Which role has which is in <see cref="RolePermissions"/>.</summary>
internal enum Permission
{
    /// <summary>See oneself and the organisation's structure.</summary>
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

    /// <summary>See and release final pay.</summary>
    PayRead,

    /// <summary>See definitions and running instances.</summary>
    WorkflowsRead,

    /// <summary>Publish definitions; retry, skip or answer incidents; cancel instances.</summary>
    WorkflowsManage,

    /// <summary>Read and verify signatures and their documents.</summary>
    SignaturesRead,

    /// <summary>Read and verify the audit trail.</summary>
    AuditRead,

    /// <summary>Ask people of the company for a new password, and remove authenticator apps that were lost.</summary>
    AccountsManage,

    /// <summary>One's own sessions, password, second factor and passkeys. No token of another program has it.</summary>
    OwnAccount,

    /// <summary>Say which other programs may ask for tokens.</summary>
    ClientsManage,

    /// <summary>Drive the sandbox: clock, faults, state of the stand-ins.</summary>
    SandboxManage,
}
