namespace HrBpm.Server.Database;

/// <summary>A row that belongs to one company. A query sees only the rows of the <see cref="CompanyScope"/> that it runs in.</summary>
internal interface IBelongsToCompany
{
    /// <summary>The company that owns the row.</summary>
    Guid CompanyId { get; }
}
