using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Which instances a plan is for. Nothing given stands for none, unless it is said to stand for all.</summary>
internal sealed record AlterationFilter : InstanceFilter
{
    public string[]? WorkflowInstanceIds { get; init; }
    public bool EmptyFilterSelectsAll { get; init; }

    /// <summary>Only instances in which at least one of these has been visited.</summary>
    public ActivityFilter[]? ActivityFilters { get; init; }

    /// <summary>Ids of the instances that are meant, in order.</summary>
    /// <param name="db">The database, in the scope of the company.</param>
    /// <param name="histories">What instances went through.</param>
    /// <param name="most">How many may be found, and also looked into.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when there are more.</returns>
    public async Task<IReadOnlyList<string>?> FindAsync(AppDbContext db, InstanceHistories histories, int most, CancellationToken ct)
    {
        var ids = await Select(db.WorkflowInstances.AsNoTracking().Listed()).OrderBy(i => i.Id).Take(most + 1).Select(i => i.Id).ToListAsync(ct);
        if (ids.Count > most) return null;
        if (ActivityFilters is not { Length: > 0 } activities) return ids;
        var fit = new List<string>();
        foreach (var id in ids)
            if (await histories.FindAsync(id, ct) is { } instance && instance.History.Visits.Values.Any(v => activities.Any(a => a.Fits(instance, v)))) fit.Add(id);
        return fit;
    }

    private IQueryable<WorkflowInstance> Select(IQueryable<WorkflowInstance> found)
    {
        if (!EmptyFilterSelectsAll && IsEmpty && WorkflowInstanceIds is not { Length: > 0 } && ActivityFilters is not { Length: > 0 }) return found.Where(i => false);
        if (WorkflowInstanceIds is { Length: > 0 } ids) found = found.Where(i => ids.Contains(i.Id));
        return Apply(found);
    }

    /// <summary>The same, as a refusal when it cannot be asked for.</summary>
    public Refusal? WhyNot() => WorkflowInstanceIds?.Length > 1000 ? new Refusal("instances.filter.invalid", "Expected at most 1000 ids in one filter, but there are more.")
        : ActivityFilters?.Select(f => f.WhyInvalid()).FirstOrDefault(refusal => refusal is not null) ?? WhyInvalid();
}
