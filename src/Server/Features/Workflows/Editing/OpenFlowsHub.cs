using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Editing;

/// <summary>Where a page that has a definition open says so, and is told that somebody else has opened, left or saved it. What it is, the page asks the API, which asks who it is.</summary>
internal sealed class OpenFlowsHub(AppDbContext db, IIdentities identities, WriteAttempts writes, WatchedFlows watched, TimeProvider time) : Hub
{
    /// <summary>Where pages connect.</summary>
    public const string Path = "/hubs/flows";

    /// <summary>What pages are told.</summary>
    public const string Changed = "changed";

    // One answer for what is not there and what is not for the caller, so that ids of other companies cannot be guessed.
    private const string Denied = "Expected a flow that you may see, but there is none.";

    /// <summary>The page has this definition open, and no other any more.</summary>
    public async Task OpenAsync(string definitionId)
    {
        var (person, ct) = (await PersonAsync(Permission.WorkflowsRead), Context.ConnectionAborted);
        if (!await SeenVersion.Of(db, person.CompanyId).AnyAsync(v => v.DefinitionId == definitionId, ct)) throw new HubException(Denied);
        await LeaveAsync();
        var nowUtc = time.GetUtcNow().UtcDateTime;
        var page = new OpenFlow { Id = Context.ConnectionId, CompanyId = person.CompanyId, DefinitionId = definitionId, PersonId = person.PersonId, OpenedUtc = nowUtc, SeenUtc = nowUtc };
        await writes.RunAsync((scope, _) => Task.FromResult(scope.GetRequiredService<AppDbContext>().Add(page).Entity), ct);
        var flow = new WatchedFlow(person.CompanyId, definitionId);
        await Groups.AddToGroupAsync(Context.ConnectionId, flow.Group, ct);
        watched.Add(Context.ConnectionId, flow);
    }

    /// <summary>The person has begun to change the definition that is open, or has let go of it.</summary>
    public async Task EditAsync(bool isEditing)
    {
        await PersonAsync(Permission.WorkflowsManage);
        await writes.RunAsync((scope, ct) => scope.GetRequiredService<AppDbContext>().OpenFlows.Where(f => f.Id == Context.ConnectionId).ExecuteUpdateAsync(set => set.SetProperty(f => f.IsEditing, isEditing), ct), Context.ConnectionAborted);
    }

    /// <inheritdoc />
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await LeaveAsync();
        await base.OnDisconnectedAsync(exception);
    }

    // A connection outlives its request: who it is, and what they may do, is asked for anew.
    private async Task<CurrentUser.Identity> PersonAsync(Permission needed) =>
        await identities.OfAsync(Context.User, Context.ConnectionAborted) is { } person && person.Rights.Has(needed) ? person : throw new HubException(Denied);

    private async Task LeaveAsync()
    {
        if (watched.Remove(Context.ConnectionId) is not { } left) return;
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, left.Group, CancellationToken.None);
        await writes.RunAsync((scope, ct) => scope.GetRequiredService<AppDbContext>().OpenFlows.Where(f => f.Id == Context.ConnectionId).ExecuteDeleteAsync(ct), CancellationToken.None);
    }
}
