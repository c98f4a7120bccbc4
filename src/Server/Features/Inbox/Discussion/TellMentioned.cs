using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>Has a message sent to each who was mentioned, by the messenger that brings them their tasks. It commits with the comment.</summary>
internal sealed class TellMentioned(AppDbContext db, IOrg org, SendLater send, InboxOptions options)
{
    /// <param name="flow">The flow.</param>
    /// <param name="mentions">Who was mentioned.</param>
    /// <param name="author">Name of whoever wrote it.</param>
    /// <param name="text">What was written; a confidential flow's does not leave the server.</param>
    /// <param name="ct">Cancels.</param>
    public async Task TellAsync(DiscussedFlow flow, IReadOnlyList<FlowMention> mentions, string author, string text, CancellationToken ct)
    {
        if (mentions.Count == 0) return;
        var shown = mentions[0].TaskId;
        var title = await db.Tasks.OfAnyCompany().Where(t => t.Id == shown).Select(t => t.Title).SingleOrDefaultAsync(ct)
            ?? await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.Id == flow.InstanceId).Select(i => i.Name ?? i.DefinitionId).SingleAsync(ct);
        var said = flow.IsConfidential ? null : CommentText.Plain(CommentText.Parts(text, await PersonNames.OfAsync(db, CommentText.People(text).Select(id => (Guid?)id), ct)));
        foreach (var mention in mentions)
            if (await org.FindAsync(mention.PersonId, ct) is { WeComUserId: { Length: > 0 } user } person)
                await send.AddAsync(flow.InstanceId, $"mention:{mention.Id:N}", "HrBpm.WeCom.SendMessage", MentionMessage.Of(mention.Id, title, author, said, person, user, LinkTo(flow, shown)), ct);
    }

    private Uri LinkTo(DiscussedFlow flow, Guid? task) => task is { } id ? options.DiscussionOf(id) : options.FlowPageOf(flow.InstanceId);
}
