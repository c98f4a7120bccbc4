using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Editing;

/// <summary>Tells pages that somebody else has opened, left or saved the definition that they have open, whichever server process did it. While no page is connected, it does nothing.</summary>
/// <remarks>It looks at what is committed instead of being called by the commit: so nothing that was rolled back is ever told, and a slow page slows no save down.</remarks>
internal sealed class TellOpenFlows(IServiceScopeFactory scopes, WriteAttempts writes, WatchedFlows watched, IHubContext<OpenFlowsHub> hub, TimeProvider time, ILogger<TellOpenFlows> log) : RepeatedLook(TimeSpan.FromSeconds(1), log)
{
    private long said = TimeProvider.System.GetTimestamp();

    /// <inheritdoc />
    protected override async Task LookAsync(CancellationToken ct)
    {
        if (watched.Flows() is not { Count: > 0 } flows) return;
        if (TimeProvider.System.GetElapsedTime(said) >= OpenFlow.SaidEvery)
        {
            await SayAsync(watched.Connections(), ct);
            said = TimeProvider.System.GetTimestamp();
        }

        await TellAsync(flows, ct);
    }

    // What a server that died has left is cleared away by whoever is still there.
    private Task<bool> SayAsync(IReadOnlyList<string> connections, CancellationToken stopping) => writes.RunAsync(async (scope, ct) =>
    {
        var (pages, nowUtc) = (scope.GetRequiredService<AppDbContext>().OpenFlows.IgnoreQueryFilters([AppDbContext.CompanyFilter]), time.GetUtcNow().UtcDateTime);
        await pages.Where(f => connections.Contains(f.Id)).ExecuteUpdateAsync(set => set.SetProperty(f => f.SeenUtc, nowUtc), ct);
        await pages.Where(f => f.SeenUtc < nowUtc - OpenFlow.Stays).ExecuteDeleteAsync(ct);
        return true;
    }, stopping);

    private async Task TellAsync(IReadOnlyList<WatchedFlow> flows, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var ids = flows.Select(flow => flow.DefinitionId).Distinct().ToList();
        var pages = (await db.OpenFlows.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(f => ids.Contains(f.DefinitionId)).Select(f => new { f.Id, f.CompanyId, f.DefinitionId, f.IsEditing }).ToListAsync(ct))
            .ToLookup(f => new WatchedFlow(f.CompanyId, f.DefinitionId), f => f.IsEditing ? f.Id + "!" : f.Id);
        var versions = (await db.DefinitionVersions.AsNoTracking().Where(d => ids.Contains(d.DefinitionId) && (d.IsLatest || d.IsPublished)).Select(d => new { d.DefinitionId, d.OwnerId, d.Version, d.Revision }).ToListAsync(ct)).ToLookup(d => d.DefinitionId);
        foreach (var flow in flows)
        {
            var states = versions[flow.DefinitionId].Where(d => d.OwnerId == flow.CompanyId || d.OwnerId == DefinitionVersion.AllCompanies).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Version}.{d.Revision}"));
            if (watched.IsNews(flow, string.Join(' ', [.. pages[flow].Order(StringComparer.Ordinal), "/", .. states.Order(StringComparer.Ordinal)]))) await hub.Clients.Group(flow.Group).SendAsync(OpenFlowsHub.Changed, ct);
        }
    }
}
