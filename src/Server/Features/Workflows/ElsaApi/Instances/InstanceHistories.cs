using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>An instance of the company, with what its runs say and the graph that it runs.</summary>
/// <param name="Row">The stored row, without its state.</param>
/// <param name="History">What its runs say.</param>
/// <param name="Graph">The graph of its version; null when that is not kept any more.</param>
internal sealed record SeenInstance(InstanceRow Row, InstanceHistory History, Graph? Graph)
{
    /// <summary>The activity of a node id; null where the graph does not have it, for example after a migration.</summary>
    public Node? NodeOf(string path) => Graph?.Nodes.GetValueOrDefault(path);
}

/// <summary>What lists and headers show of an instance.</summary>
internal sealed record InstanceRow(string Id, Guid CompanyId, string DefinitionId, string DefinitionVersionId, int DefinitionVersion, string? CorrelationId, string? Name, string? ParentInstanceId,
    InstanceStatus Status, InstanceSubStatus SubStatus, int OpenIncidents, DateTime CreatedUtc, DateTime UpdatedUtc, DateTime? FinishedUtc, int Version);

/// <summary>Reads one instance with its history. A designer asks for the same one again and again while somebody looks at it, so what was read is kept for a while.</summary>
internal sealed class InstanceHistories(AppDbContext db, FlowSeals seals, IDefinitionStore definitions, GraphCache graphs, InstanceHistories.Kept kept)
{
    /// <summary>Histories that were read lately. A history of a certain number of runs never changes.</summary>
    internal sealed class Kept : IDisposable
    {
        private const int Most = 200;
        private static readonly TimeSpan For = TimeSpan.FromMinutes(5);

        public MemoryCache Cache { get; } = new(new MemoryCacheOptions { SizeLimit = Most });

        public MemoryCacheEntryOptions Terms { get; } = new() { Size = 1, SlidingExpiration = For };

        public void Dispose() => Cache.Dispose();
    }

    /// <summary>The row alone; null when the company has no such instance.</summary>
    public Task<InstanceRow?> RowAsync(string id, CancellationToken ct) => Rows(db.WorkflowInstances.AsNoTracking().Listed().Where(i => i.Id == id)).SingleOrDefaultAsync(ct);

    /// <summary>The instance; null when the company has no such instance.</summary>
    public async Task<SeenInstance?> FindAsync(string id, CancellationToken ct)
    {
        if (await RowAsync(id, ct) is not { } row) return null;
        if (kept.Cache.Get<InstanceHistory>(id) is not { } history || history.LastRun != row.Version)
        {
            history = InstanceHistory.Of(id, await seals.OpenAsync(await db.WorkflowRuns.AsNoTracking().Where(r => r.InstanceId == id && r.Number <= row.Version).OrderBy(r => r.Number).ToListAsync(ct), ct));
            kept.Cache.Set(id, history, kept.Terms);
        }

        var graph = await definitions.FindVersionAsync(row.DefinitionVersionId, ct) is { } version ? await graphs.ForAsync(history.State, version, definitions, ct) : null;
        return new SeenInstance(row, history, graph);
    }

    /// <summary>Rows without the state, which may be large.</summary>
    public static IQueryable<InstanceRow> Rows(IQueryable<WorkflowInstance> found) => found.Select(i => new InstanceRow(i.Id, i.CompanyId, i.DefinitionId, i.DefinitionVersionId, i.DefinitionVersion,
        i.CorrelationId, i.Name, i.ParentInstanceId, i.Status, i.SubStatus, i.OpenIncidents, i.CreatedUtc, i.UpdatedUtc, i.FinishedUtc, i.Version));
}
