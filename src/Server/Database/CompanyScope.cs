namespace HrBpm.Server.Database;

/// <summary>The company, or the companies of a group, whose rows the current scope may see and change. Scoped: a request enters its user's company, work of the system itself enters none.</summary>
internal sealed class CompanyScope
{
    private IReadOnlyList<Guid> group = [];

    /// <summary>The company, or null for the system itself, which sees all of them.</summary>
    public Guid? CompanyId { get; private set; }

    /// <summary>The group whose companies the scope works in beside its own; null for most people.</summary>
    public Guid? GroupId => group.Count == 0 ? null : group[0];

    /// <summary>Whether the scope may write a row of that company.</summary>
    public bool Has(Guid companyId) => CompanyId is not { } own || own == companyId || group.Contains(companyId);

    /// <summary>Narrows the scope to one company. It can not be changed afterwards.</summary>
    public void Enter(Guid companyId)
    {
        if (CompanyId is { } entered && entered != companyId)
            throw new InvalidOperationException($"Expected this scope to stay in company {entered}, but it was asked to enter {companyId}.");
        CompanyId = companyId;
    }

    /// <summary>The companies that the database itself lets the scope see, because it works for a person; null for the system itself.</summary>
    public IReadOnlyList<Guid>? PersonsCompanies { get; private set; }

    /// <summary>Narrows the scope to the company of a person for whom it works from now on.</summary>
    /// <param name="companyId">The person's company.</param>
    /// <param name="companies">The companies of its group.</param>
    public void EnterFor(Guid companyId, IReadOnlyList<Guid> companies)
    {
        Enter(companyId);
        PersonsCompanies = companies;
    }

    /// <summary>Lets the database itself show the person's own company only, for one who may do nothing in the other companies of the group.</summary>
    public void KeepToOwn()
    {
        if (CompanyId is { } own && PersonsCompanies is not null) PersonsCompanies = [own];
    }

    /// <summary>Takes the other companies of the group in, for one who may do the present thing in the whole group.</summary>
    /// <param name="companies">The group's companies; the first is the group itself.</param>
    public void WidenTo(IReadOnlyList<Guid> companies)
    {
        if (CompanyId is not { } own || !companies.Contains(own))
            throw new InvalidOperationException($"Expected to widen a scope from company {CompanyId} to a group that it is part of, but it is not among {companies.Count} companies.");
        group = companies;
    }
}
