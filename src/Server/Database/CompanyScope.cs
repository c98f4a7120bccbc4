namespace HrBpm.Server.Database;

/// <summary>The company whose rows the current scope may see and change. Scoped: a request enters its user's company, work of the system itself enters none.</summary>
internal sealed class CompanyScope
{
    /// <summary>The company, or null for the system itself, which sees all of them.</summary>
    public Guid? CompanyId { get; private set; }

    /// <summary>Narrows the scope to one company. It can not be widened or changed afterwards.</summary>
    public void Enter(Guid companyId)
    {
        if (CompanyId is { } entered && entered != companyId)
            throw new InvalidOperationException($"Expected this scope to stay in company {entered}, but it was asked to enter {companyId}.");
        CompanyId = companyId;
    }
}
