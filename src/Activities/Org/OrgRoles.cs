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

    /// <summary>Everybody who is employed; never granted.</summary>
    public const string Employee = "Employee";
}
