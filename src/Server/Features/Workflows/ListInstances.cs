using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The company's instances, newest change first.</summary>
internal static class ListInstances
{
    internal const int LargestPage = 200;

    /// <param name="Items">One page.</param>
    /// <param name="Total">How many there are on all pages.</param>
    internal sealed record Answer(IReadOnlyList<Summary> Items, int Total);

    internal sealed record Summary(string Id, string DefinitionId, int DefinitionVersion, string? Name, string? CorrelationId, InstanceStatus Status, InstanceSubStatus SubStatus,
        DateTime CreatedUtc, DateTime UpdatedUtc, DateTime? FinishedUtc, int OpenIncidents);

    internal static Summary SummaryOf(WorkflowInstance i) =>
        new(i.Id, i.DefinitionId, i.DefinitionVersion, i.Name, i.CorrelationId, i.Status, i.SubStatus, i.CreatedUtc, i.UpdatedUtc, i.FinishedUtc, i.OpenIncidents);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(AppDbContext db, ListPages pages, InstanceStatus? status, string? definition, string? correlation,
        bool? withIncidents, int? skip, int? take, CancellationToken ct)
    {
        if (skip is < 0 || take < 1 || take > pages.Most(LargestPage))
            return Problems.Invalid("workflows.page", $"Expected skip to be at least 0 and take to be from 1 to {LargestPage}, but they are {skip} and {take}.");
        var found = db.WorkflowInstances.AsNoTracking();
        if (status is { } wanted) found = found.Where(i => i.Status == wanted);
        if (definition is { Length: > 0 }) found = found.Where(i => i.DefinitionId == definition);
        if (correlation is { Length: > 0 }) found = found.Where(i => i.CorrelationId == correlation);
        if (withIncidents == true) found = found.Where(i => i.OpenIncidents > 0);
        var total = await pages.CountAsync(found, ct);
        // Without the state, which may be large and is not shown.
        var page = await found.OrderByDescending(i => i.UpdatedUtc).ThenBy(i => i.Id).Skip(skip ?? 0).Take(take ?? 50)
            .Select(i => new Summary(i.Id, i.DefinitionId, i.DefinitionVersion, i.Name, i.CorrelationId, i.Status, i.SubStatus, i.CreatedUtc, i.UpdatedUtc, i.FinishedUtc, i.OpenIncidents))
            .ToListAsync(ct);
        return TypedResults.Ok(new Answer(page, total));
    }
}
