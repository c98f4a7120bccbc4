using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>The bookmark that a resumption has used up, and what was done with it.</summary>
/// <param name="Id">The bookmark.</param>
/// <param name="Command">What was done; null when it was refused.</param>
/// <param name="Attachments">Ids of attachments that came with it.</param>
internal sealed record UsedBookmark(string Id, TaskCommand? Command, IReadOnlyList<string> Attachments);

/// <summary>Makes inboxes, bookmarks and messages follow the difference between a step's tasks before and after a verb.</summary>
internal sealed class Settlement(ActivityContext context, IInbox inbox, IOrg org, StepRequest request)
{
    public async Task<ActivityResult> FollowAsync(
        StepState before, TaskSet after, UsedBookmark? used, IReadOnlyList<NewBookmark> timers, CancellationToken ct)
    {
        var (bookmarked, bookmarks) = Bookmarked(after, used);
        foreach (var task in bookmarked.Assignments)
            await FollowAsync(before.Tasks.Find(task.TaskId), task, bookmarked, before.DueUtc, used, ct);
        foreach (var copy in bookmarked.Copies.Skip(before.Tasks.Copies.Count))
            await SendAsync(copy, bookmarked, before.DueUtc, ct);
        context.SetState(before with { Tasks = bookmarked });
        return new ActivityResult.Waiting([.. bookmarks, .. timers], Dropped(before.Tasks, bookmarked, used));
    }

    public async Task TellAsync(Assignment task, TaskNews news, DateTime? dueUtc, CancellationToken ct)
    {
        if (await org.FindAsync(Guid.Parse(task.AssigneeId), ct) is not { WeComUserId: { Length: > 0 } user } person) return;
        var owner = task.OnBehalfOf is { } id ? await org.FindAsync(Guid.Parse(id), ct) : null;
        context.RunInBackground("HrBpm.WeCom.SendMessage", TaskMessage.Of(task, news, request, task.DueUtc ?? dueUtc, person, owner, user, inbox.LinkTo(task.TaskId)));
    }

    private async Task SendAsync(TaskCopy copy, TaskSet tasks, DateTime? dueUtc, CancellationToken ct)
    {
        var beside = tasks.Find(copy.TaskId)!;
        await inbox.CopyAsync(copy, request.ToAsk(context, beside, dueUtc, tasks.Terms), ct);
        var read = beside with { AssigneeId = copy.PersonId, OnBehalfOf = null };
        await TellAsync(read, copy.IsLate ? TaskNews.Late : TaskNews.Copied, dueUtc, ct);
    }

    /// <summary>Every task that goes on needs a bookmark of its own; the one that was resumed is used up.</summary>
    private (TaskSet Tasks, List<NewBookmark> New) Bookmarked(TaskSet tasks, UsedBookmark? used)
    {
        var added = new List<NewBookmark>();
        foreach (var task in tasks.Live.Where(task => task.BookmarkId is null || task.BookmarkId == used?.Id).ToList())
        {
            var payload = new Dictionary<string, object?> { ["taskId"] = task.TaskId, ["assignee"] = task.AssigneeId };
            added.Add(context.Bookmark(HumanStep.TaskBookmark, payload));
            tasks = tasks.With(task with { BookmarkId = added[^1].Id });
        }
        return (tasks, added);
    }

    private async Task FollowAsync(Assignment? before, Assignment after, TaskSet tasks, DateTime? dueUtc, UsedBookmark? used, CancellationToken ct)
    {
        switch (before is not null, after.IsUndone)
        {
            case (false, true):
                await inbox.OpenAsync(after, request.ToAsk(context, after, dueUtc, tasks.Terms), ct);
                break;
            case (false, false) when after.IsAgreed || after.State == AssignmentState.Rejected:
                await inbox.OpenAsync(after, request.ToAsk(context, after, dueUtc, tasks.Terms) with { OpenedAtUtc = after.ClosedAtUtc ?? context.NowUtc }, ct);
                await inbox.CloseAsync(after, EndOf(after, tasks), ct);
                break;
            case (true, false) when before!.IsUndone:
                await inbox.CloseAsync(after, EndOf(after, used), ct);
                break;
            case (true, _) when before != after:
                await inbox.ChangeAsync(after, context.NowUtc, ct);
                break;
            default:
                break;
        }
        if (NewsOf(before, after) is { } news) await TellAsync(after, news, dueUtc, ct);
    }

    // Ended as soon as it was opened: agreed by itself, or kept from the visit before.
    private static TaskEnd EndOf(Assignment task, TaskSet tasks) => tasks.Entries.Last(entry => entry.TaskId == task.TaskId) is { Verb: not TaskVerbs.Pass } kept
        ? new TaskEnd(kept.Verb, new() { Verb = kept.Verb, By = kept.By, Via = kept.Via, Comment = kept.Comment, SignatureId = kept.SignatureId, Answers = tasks.Answers }, [])
        : new TaskEnd(TaskVerbs.Pass, null, []);

    private static TaskEnd EndOf(Assignment task, UsedBookmark? used) => used?.Command is { } command && command.TaskId == task.TaskId
        ? new TaskEnd(command.Verb, command, used.Attachments)
        : new TaskEnd(task.State == AssignmentState.Rerouted ? TaskVerbs.Reroute : used?.Command?.Verb ?? TaskVerbs.Advance, null, []);

    private static TaskNews? NewsOf(Assignment? before, Assignment after) => (before?.State, after.State) switch
    {
        (null or AssignmentState.Queued, AssignmentState.Open) => NewsOf(after.Origin),
        (AssignmentState.Delegated or AssignmentState.Held, AssignmentState.Open) => TaskNews.Back,
        (AssignmentState.Open, AssignmentState.Open) when before!.UrgedAtUtc != after.UrgedAtUtc => TaskNews.Urged,
        _ => null,
    };

    private static TaskNews NewsOf(AssignmentOrigin origin) => origin switch
    {
        AssignmentOrigin.Delegation => TaskNews.Delegated,
        AssignmentOrigin.Away => TaskNews.Away,
        AssignmentOrigin.Escalation => TaskNews.Escalated,
        AssignmentOrigin.Transfer or AssignmentOrigin.Reroute => TaskNews.HandedOver,
        _ => TaskNews.Opened,
    };

    private static List<string> Dropped(TaskSet before, TaskSet after, UsedBookmark? used)
    {
        var kept = after.Live.Select(task => task.BookmarkId).ToHashSet();
        return [.. before.Live.Select(task => task.BookmarkId).OfType<string>().Where(id => id != used?.Id && !kept.Contains(id))];
    }
}
