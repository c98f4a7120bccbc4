using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Live;

/// <summary>Elsa's hub: a client names an instance, and is told whenever a run of it has committed.</summary>
internal sealed class WorkflowInstanceHub(AppDbContext db, CompanyScope scope, IIdentities identities, ObservedInstances observed) : Hub
{
    /// <summary>Where clients connect.</summary>
    public const string Path = "/elsa/hubs/workflow-instance";

    // One answer for what is not there and what is not for the caller, so that ids of other companies cannot be guessed.
    private const string Denied = "Expected an instance that you may see, but there is none.";

    /// <summary>Begins to tell the caller of an instance's runs.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        var ct = Context.ConnectionAborted;
        // A connection outlives its request: who it is, and what they may see, is asked for anew.
        if (await identities.OfAsync(Context.User, ct) is not { } person || !person.Rights.Has(Permission.WorkflowsRead)) throw new HubException(Denied);
        var reachesGroup = person.Rights.Reaches(Permission.WorkflowsRead, Reach.Group);
        scope.EnterFor(person.CompanyId, reachesGroup ? person.Group : [person.CompanyId]);
        if (reachesGroup) scope.WidenTo(person.Group);
        var version = await db.WorkflowInstances.Listed().Where(i => i.Id == instanceId).Select(i => (int?)i.Version).SingleOrDefaultAsync(ct);
        if (version is null) throw new HubException(Denied);
        if (!observed.Add(Context.ConnectionId, instanceId, version.Value)) throw new HubException($"Expected at most {ObservedInstances.MostPerConnection} observed instances for one connection, but there are more.");
        await Groups.AddToGroupAsync(Context.ConnectionId, instanceId, ct);
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        observed.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
