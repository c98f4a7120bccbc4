using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Live;

/// <summary>Tells those who look at an instance that a run of it has committed, whichever server process ran it. While nobody looks, it does nothing.</summary>
/// <remarks>It looks at what is committed instead of being called by the commit: so nothing that was rolled back is ever told, and a slow observer slows no run down.</remarks>
internal sealed class TellObservers(IServiceScopeFactory scopes, ObservedInstances observed, IHubContext<WorkflowInstanceHub> hub, ILogger<TellObservers> log) : RepeatedLook(TimeSpan.FromMilliseconds(400), log)
{
    internal sealed record ActivitiesChanged(IReadOnlyList<ReportActivityExecutions.Stats> Stats);

    internal sealed record LogChanged;

    internal sealed record InstanceChanged(string WorkflowInstanceId);

    /// <inheritdoc />
    protected override async Task LookAsync(CancellationToken ct)
    {
        if (observed.Ids() is not { Count: > 0 } ids) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var runs = await db.WorkflowInstances.AsNoTracking().Where(i => ids.Contains(i.Id)).Select(i => new { i.Id, i.Version }).ToListAsync(ct);
        foreach (var run in runs.Where(r => observed.IsNews(r.Id, r.Version))) await TellAsync(scope.ServiceProvider.GetRequiredService<InstanceHistories>(), run.Id, ct);
    }

    private async Task TellAsync(InstanceHistories histories, string id, CancellationToken ct)
    {
        if (await histories.FindAsync(id, ct) is not { } instance) return;
        var observers = hub.Clients.Group(id);
        await observers.SendAsync("ActivityExecutionLogUpdatedAsync", new ActivitiesChanged(ReportActivityExecutions.Of(instance, null)), ct);
        await observers.SendAsync("WorkflowExecutionLogUpdatedAsync", new LogChanged(), ct);
        await observers.SendAsync("WorkflowInstanceUpdatedAsync", new InstanceChanged(id), ct);
    }
}
