namespace HrBpm.Activities.Org;

/// <summary>Values of the fields that a company has added, as flows may hold them: no secrets, no files. What not everybody may see is in a group of its own (<c>privateContact</c>,
/// <c>identityNumber</c>, <c>pay</c>, <c>performance</c>), by whose name it is hidden wherever variables are shown.</summary>
public interface ICustomFields
{
    /// <summary>The values of a person, by the keys of the fields; empty when there are none.</summary>
    Task<Dictionary<string, object?>> OfPersonAsync(Guid personId, CancellationToken ct);

    /// <summary>The values of an offboarding case, by the keys of the fields; empty when there are none.</summary>
    Task<Dictionary<string, object?>> OfCaseAsync(Guid caseId, CancellationToken ct);
}
