namespace HrBpm.Server.Platform;

/// <summary>How far a permission reaches.</summary>
internal enum Reach
{
    /// <summary>Oneself, and what is about oneself.</summary>
    Own,

    /// <summary>Those whose direct manager one is.</summary>
    DirectReports,

    /// <summary>A department with all below it: one that the person heads, or the one of the person's employment.</summary>
    DepartmentTree,

    /// <summary>A branch: the one that a role is held for, or the one of the person's employment.</summary>
    Branch,

    /// <summary>The company of the person.</summary>
    Company,

    /// <summary>All companies of the person's group.</summary>
    Group,
}
