using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Which instances a plan is for. Nothing given stands for none, unless it is said to stand for all.</summary>
internal sealed record AlterationFilter : InstanceFilter
{
    public string[]? WorkflowInstanceIds { get; init; }
    public bool EmptyFilterSelectsAll { get; init; }

    /// <summary>The instances that are meant.</summary>
    public IQueryable<WorkflowInstance> Select(IQueryable<WorkflowInstance> found)
    {
        if (!EmptyFilterSelectsAll && IsEmpty && WorkflowInstanceIds is not { Length: > 0 }) return found.Where(i => false);
        if (WorkflowInstanceIds is { Length: > 0 } ids) found = found.Where(i => ids.Contains(i.Id));
        return Apply(found);
    }

    /// <summary>The same, as a refusal when it cannot be asked for.</summary>
    public Refusal? WhyNot() => WorkflowInstanceIds?.Length > 1000 ? new Refusal("instances.filter.invalid", "Expected at most 1000 ids in one filter, but there are more.") : WhyInvalid();
}
