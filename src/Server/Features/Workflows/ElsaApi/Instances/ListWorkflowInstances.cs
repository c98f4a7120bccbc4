using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>The company's instances by page, as Elsa Studio filters and orders them.</summary>
internal static class ListWorkflowInstances
{
    private const int LargestPage = 500;

    /// <summary>What the list is ordered by.</summary>
    internal enum Order { Created, UpdatedAt, Finished, Name }

    internal sealed record Request : InstanceFilter
    {
        /// <summary>Counted from 0.</summary>
        public int? Page { get; init; }

        public int? PageSize { get; init; }
        public Order? OrderBy { get; init; }
        public OrderDirection? OrderDirection { get; init; }
    }

    internal sealed record Summary(string Id, string DefinitionId, string DefinitionVersionId, int Version, string Status, string SubStatus, string? CorrelationId, string? Name, int IncidentCount,
        DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt);

    public static async Task<Results<ElsaAnswer<ItemPage<Summary>>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, CancellationToken ct)
    {
        if (request.Page is < 0 || request.PageSize is < 1 or > LargestPage)
            return Problems.Invalid("workflows.page", $"Expected page to be at least 0 and pageSize to be from 1 to {LargestPage}, but they are {request.Page} and {request.PageSize}.");
        if (request.WhyInvalid() is { } invalid) return invalid.ToProblem();
        var found = request.Apply(db.WorkflowInstances.AsNoTracking().Listed());
        var total = await found.LongCountAsync(ct);
        var size = request.PageSize ?? 25;
        var page = await InstanceHistories.Rows(Ordered(found, request).ThenBy(i => i.Id).Skip((request.Page ?? 0) * size).Take(size)).ToListAsync(ct);
        return new ElsaAnswer<ItemPage<Summary>>(new ItemPage<Summary>([.. page.Select(SummaryOf)], total));
    }

    private static Summary SummaryOf(InstanceRow i) => new(i.Id, i.DefinitionId, i.DefinitionVersionId, i.DefinitionVersion, i.Status.ToString(), i.SubStatus.ToString(), i.CorrelationId, i.Name,
        i.OpenIncidents, ElsaJson.Moment(i.CreatedUtc), ElsaJson.Moment(i.UpdatedUtc), ElsaJson.Moment(i.FinishedUtc));

    private static IOrderedQueryable<WorkflowInstance> Ordered(IQueryable<WorkflowInstance> found, Request request)
    {
        var isDescending = (request.OrderDirection ?? OrderDirection.Descending) == OrderDirection.Descending;
        return (request.OrderBy ?? Order.Created) switch
        {
            Order.UpdatedAt => isDescending ? found.OrderByDescending(i => i.UpdatedUtc) : found.OrderBy(i => i.UpdatedUtc),
            Order.Finished => isDescending ? found.OrderByDescending(i => i.FinishedUtc) : found.OrderBy(i => i.FinishedUtc),
            Order.Name => isDescending ? found.OrderByDescending(i => i.Name) : found.OrderBy(i => i.Name),
            _ => isDescending ? found.OrderByDescending(i => i.CreatedUtc) : found.OrderBy(i => i.CreatedUtc),
        };
    }
}
