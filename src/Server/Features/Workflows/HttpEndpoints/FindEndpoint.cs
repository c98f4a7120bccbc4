using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>Finds what a request to <c>/workflows/…</c> is for: a trigger of a published definition, or an instance that waits.</summary>
internal sealed class FindEndpoint(AppDbContext db, FlowSeals seals, MatchRoute match)
{
    /// <summary>Everything that the request fits equally well.</summary>
    /// <remarks>Whoever has signed in is first of all in the own company. The endpoints of other companies are found only where they are open to the public.</remarks>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path below <c>/workflows</c>.</param>
    /// <param name="company">Company of the person who has signed in; null when nobody has.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<FlowEndpoint>> FindAsync(string method, string path, Guid? company, CancellationToken ct)
    {
        var hashes = HttpEndpointDemand.HashesOf(method, path);
        List<(string Hash, FlowEndpoint Endpoint)> all = [.. await TriggersAsync(hashes, path, ct), .. await BookmarksAsync(hashes, path, ct)];
        var own = all.Where(e => e.Endpoint.CompanyId == company || e.Endpoint.CompanyId is null && company is not null && !HasOwn(all, e.Endpoint, company)).ToList();
        var reachable = own.Count > 0 ? own : all.Where(e => company is null || e.Endpoint is { CompanyId: not null, Demand.IsPublic: true }).ToList();
        return [.. reachable.GroupBy(e => e.Endpoint.Match.Precedence).MinBy(g => g.Key)?.Select(e => e.Endpoint) ?? []];
    }

    // A company that has published a flow of its own under the same id has put it in the place of everybody's.
    private static bool HasOwn(List<(string Hash, FlowEndpoint Endpoint)> all, FlowEndpoint everybodys, Guid? company) =>
        all.Exists(e => e.Endpoint.CompanyId == company && e.Endpoint.Trigger is { } trigger && trigger.DefinitionId == everybodys.Trigger?.DefinitionId);

    private async Task<IEnumerable<(string, FlowEndpoint)>> TriggersAsync(IReadOnlyList<string> hashes, string path, CancellationToken ct) =>
        from row in await db.WorkflowTriggers.AsNoTracking().Where(t => t.Name == StimulusNames.HttpEndpoint && hashes.Contains(t.Hash)).OrderBy(t => t.DefinitionId).ThenBy(t => t.Number).ToListAsync(ct)
        let trigger = row.Read()
        let demand = HttpEndpointDemand.Read(trigger.Stimulus.Payload)
        let fit = match.Of(demand, path)
        where fit is not null
        select (row.Hash, new FlowEndpoint(row.OwnerId == DefinitionVersion.AllCompanies ? null : row.OwnerId, demand, fit, trigger, null, null));

    private async Task<IEnumerable<(string, FlowEndpoint)>> BookmarksAsync(IReadOnlyList<string> hashes, string path, CancellationToken ct)
    {
        var waiting = await (
            from bookmark in db.WorkflowBookmarks.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            join instance in db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]) on bookmark.InstanceId equals instance.Id
            where bookmark.Name == StimulusNames.HttpEndpoint && hashes.Contains(bookmark.Hash)
            orderby bookmark.CreatedUtc, bookmark.Id
            select new { bookmark.Id, bookmark.Hash, bookmark.CompanyId, bookmark.InstanceId, instance.State }).Take(Most).ToListAsync(ct);
        var fitting = new List<(string, FlowEndpoint)>();
        foreach (var row in waiting)
        {
            if (InstanceJson.Read(await seals.OpenStateAsync(row.InstanceId, row.State, ct)).Bookmarks.GetValueOrDefault(row.Id) is not { } open) continue;
            var demand = HttpEndpointDemand.Read(open.Payload);
            if (match.Of(demand, path) is { } fit) fitting.Add((row.Hash, new FlowEndpoint(row.CompanyId, demand, fit, null, open, row.InstanceId)));
        }

        return fitting;
    }

    // Of those that begin alike, only the first so many are compared with the path.
    private const int Most = 200;
}

/// <summary>An endpoint that a flow offers.</summary>
/// <param name="CompanyId">Whose it is; null when it is everybody's, and then the caller's company counts.</param>
/// <param name="Demand">What it asks of a request.</param>
/// <param name="Match">How the request fits it.</param>
/// <param name="Trigger">Set when it starts an instance.</param>
/// <param name="Bookmark">Set when an instance waits at it.</param>
/// <param name="InstanceId">That instance.</param>
internal sealed record FlowEndpoint(Guid? CompanyId, HttpEndpointDemand Demand, RouteMatch Match, Trigger? Trigger, Bookmark? Bookmark, string? InstanceId)
{
    /// <summary>How people call it in an error.</summary>
    public string Label => Trigger is { } trigger ? $"definition '{trigger.DefinitionId}'" : $"bookmark {Bookmark!.Id}";
}
