namespace HrBpm.Activities.Org;

/// <summary>The roles that can be granted, by the names that definitions use.</summary>
public static class OrgRoles
{
    /// <summary>Handles HR cases.</summary>
    public const string HrSpecialist = "HrSpecialist";

    /// <summary>Decides HR cases.</summary>
    public const string HrManager = "HrManager";

    /// <summary>Business partner of a department or branch.</summary>
    public const string HrBp = "HrBp";

    /// <summary>Accounts and devices.</summary>
    public const string It = "It";

    /// <summary>Loans and advances.</summary>
    public const string Finance = "Finance";

    /// <summary>Decides on money.</summary>
    public const string FinanceManager = "FinanceManager";

    /// <summary>Runs the payroll.</summary>
    public const string PayrollClerk = "PayrollClerk";

    /// <summary>Assets, seals, keys.</summary>
    public const string Administration = "Administration";

    /// <summary>Looks after the company in this system.</summary>
    public const string CompanyAdministrator = "CompanyAdministrator";

    /// <summary>Looks after a school in this system.</summary>
    public const string SchoolAdministrator = "SchoolAdministrator";

    /// <summary>Looks after all companies of a group in this system.</summary>
    public const string GroupAdministrator = "GroupAdministrator";

    /// <summary>Reads what was done, and changes nothing.</summary>
    public const string Auditor = "Auditor";

    /// <summary>Whoever manages somebody; never granted.</summary>
    public const string DirectManager = "DirectManager";

    /// <summary>Whoever heads a department; never granted.</summary>
    public const string DepartmentHead = "DepartmentHead";

    /// <summary>Whoever was employed and is no more; never granted. Other roles do not count for a leaver.</summary>
    public const string Leaver = "Leaver";

    /// <summary>Everybody who is employed; never granted.</summary>
    public const string Employee = "Employee";
}
