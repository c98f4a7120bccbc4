using HrBpm.Server.Platform;
using Microsoft.AspNetCore.SignalR;

namespace HrBpm.Server.Features.Inbox.Live;

/// <summary>Tells a person that something of theirs has changed. It says no more than that: what it is, the page asks the API, which asks who it is.</summary>
internal sealed class InboxHub(IIdentities identities, InboxStamps stamps, WatchedInboxes watched) : Hub
{
    /// <summary>Where pages connect.</summary>
    public const string Path = "/hubs/inbox";

    /// <summary>What pages are told.</summary>
    public const string Changed = "changed";

    private const string PersonItem = "person";

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        var ct = Context.ConnectionAborted;
        if (await identities.OfAsync(Context.User, ct) is not { } person) throw new HubException("Expected a session that counts, but it is over.");
        Context.Items[PersonItem] = person.PersonId;
        await Groups.AddToGroupAsync(Context.ConnectionId, person.PersonId.ToString("D"), ct);
        // What comes from here on is told; what came before, the page reads once it has been told this.
        watched.Add(person.PersonId, (await stamps.OfAsync([person.PersonId], ct))[person.PersonId]);
        await Clients.Caller.SendAsync(Changed, ct);
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[PersonItem] is Guid person) watched.Remove(person);
        return base.OnDisconnectedAsync(exception);
    }
}
