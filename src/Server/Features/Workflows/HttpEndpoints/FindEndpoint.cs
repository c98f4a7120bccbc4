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
        List<(string Hash, FlowEndpoint Endpoint)> all = [.. await TriggersAsync(hashes, path, company, ct), .. await BookmarksAsync(hashes, path, ct)];
        var own = all.Where(e => e.Endpoint.CompanyId == company || e.Endpoint.CompanyId is null).ToList();
        var reachable = own.Count > 0 ? own : all.Where(e => company is null || e.Endpoint is { CompanyId: not null, Demand.IsPublic: true }).ToList();
        return [.. reachable.GroupBy(e => e.Endpoint.Match.Precedence).MinBy(g => g.Key)?.Select(e => e.Endpoint) ?? []];
    }

    private async Task<IEnumerable<(string, FlowEndpoint)>> TriggersAsync(IReadOnlyList<string> hashes, string path, Guid? company, CancellationToken ct)
    {
        var rows = await db.WorkflowTriggers.AsNoTracking().Where(t => t.Name == StimulusNames.HttpEndpoint && hashes.Contains(t.Hash)).OrderBy(t => t.DefinitionId).ThenBy(t => t.Number).ToListAsync(ct);
        var inForce = company is { } own ? await InForceAsync(rows, own, ct) : null;
        return from row in rows
               let trigger = row.Read()
               let demand = HttpEndpointDemand.Read(trigger.Stimulus.Payload)
               let fit = match.Of(demand, path)
               let isEverybodys = row.OwnerId == DefinitionVersion.AllCompanies
               where fit is not null && (!isEverybodys || inForce is null || inForce.Contains(row.DefinitionVersionId))
               // What the company above offers is the caller's own, unless they have another in its place.
               let whose = isEverybodys ? (Guid?)null : inForce?.Contains(row.DefinitionVersionId) == true ? company : row.OwnerId
               select (row.Hash, new FlowEndpoint(whose, demand, fit, trigger, null, null));
    }

    // The versions that the company runs: its own, in the place of that of the company above, which is in the place of the product's.
    private async Task<HashSet<string>> InForceAsync(List<WorkflowTrigger> rows, Guid company, CancellationToken ct)
    {
        var definitions = rows.Select(t => t.DefinitionId).ToHashSet();
        var seen = await db.DefinitionVersions.AsNoTracking().Where(d => definitions.Contains(d.DefinitionId) && d.IsPublished
            && (d.OwnerId == company || d.OwnerId == DefinitionVersion.AllCompanies || d.IsTemplate && db.Companies.Any(c => c.Id == company && c.ParentId == d.OwnerId)))
            .Select(d => new { d.Id, d.DefinitionId, d.OwnerId }).ToListAsync(ct);
        return [.. seen.GroupBy(d => d.DefinitionId).Select(all => all.MinBy(d => d.OwnerId == company ? 0 : d.OwnerId == DefinitionVersion.AllCompanies ? 2 : 1)!.Id)];
    }

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
