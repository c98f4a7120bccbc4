using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>Puts something before people that asks nothing of them: a copy in the inbox of each, and a message.</summary>
internal sealed class Notices(ActivityContext context, IInbox inbox, IOrg org)
{
    /// <summary>Tells these people, of whom there is at least one.</summary>
    /// <remarks>What the copies are read beside is one task that has ended as it began.</remarks>
    public async Task TellAsync(StepRequest request, IReadOnlyList<Guid> people, CancellationToken ct)
    {
        var past = await inbox.PastOfAsync(context.InstanceId, ct);
        var told = new Assignment
        {
            TaskId = Guid.CreateVersion7(new DateTimeOffset(context.NowUtc)).ToString("D"),
            AssigneeId = people[0].ToString("D"),
            Round = past.NextRoundOf(context.ActivityId),
            State = AssignmentState.Told,
            ClosedBy = "",
            ClosedAtUtc = context.NowUtc,
        };
        var ask = request.ToAsk(context, told, null, request.Terms);
        await inbox.OpenAsync(told, ask, ct);
        await inbox.CloseAsync(told, new TaskEnd(TaskVerbs.Cc, null, []), ct);
        var settlement = new Settlement(context, inbox, org, request);
        foreach (var person in people.Select(id => id.ToString("D")))
        {
            await inbox.CopyAsync(new TaskCopy(person, "", context.NowUtc, told.TaskId), ask, ct);
            await settlement.TellAsync(told with { AssigneeId = person }, TaskNews.Copied, null, ct);
        }
    }
}
