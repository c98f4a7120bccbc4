using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Org;

/// <summary>Looks a person up, with the fields that the company has added.</summary>
[Activity("HrBpm.FindPerson", "查找人员", Category = "人工", Icon = "user", Description = "读取人员的任职信息和本公司自定义字段，供后续节点引用。")]
[Outcomes("Found", "NotFound")]
public sealed class FindPerson(IOrg org, ICustomFields fields) : Activity
{
    /// <summary>The person.</summary>
    [Input("人员编号")]
    public Guid PersonId { get; init; }

    /// <summary>The person: <c>{id, name, employeeNumber, department, position, …, custom}</c>; empty when there is none.</summary>
    [Output("人员，自定义字段在 custom 中")]
    public Dictionary<string, object?> Person { get; private set; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        // A flow of one company learns nothing about the people of another.
        if (await org.FindAsync(PersonId, ct) is not { } found || !string.Equals(found.CompanyId.ToString("D"), context.TenantId, StringComparison.OrdinalIgnoreCase)) return Done("NotFound");
        Person = PersonVariable.Of(found, await fields.OfPersonAsync(found.Id, ct));
        return Done("Found");
    }
}
