using HrBpm.Designer.Api;

namespace HrBpm.Designer.Inbox;

/// <summary>Whether what somebody sends again, because the answer was lost, arrived the first time. The task's own history says so, so that it holds over a reload and for every page that is open.</summary>
internal static class SentBefore
{
    /// <summary>Tells by what has changed since the person read the task.</summary>
    /// <param name="seen">The task as it was when it was sent.</param>
    /// <param name="now">The task after the refusal.</param>
    /// <param name="verb">What was asked.</param>
    /// <param name="me">Who asked.</param>
    /// <param name="other">The person whom it names, where it names one.</param>
    public static bool Is(TaskDetails seen, TaskDetails now, string verb, Guid me, Guid? other)
    {
        var before = seen.History.ToDictionary(entry => entry.TaskId);
        var own = now.History.FirstOrDefault(entry => entry.TaskId == seen.Id);
        return verb switch
        {
            "transfer" => IsMine(own) && IsNew(AssignmentOrigin.Transfer),
            "delegate" => own?.State == AssignmentState.Delegated && own.Assignee.Id == me && IsNew(AssignmentOrigin.Delegation),
            "addBefore" or "addAfter" or "addBeside" => own?.Assignee.Id == me && IsNew(AssignmentOrigin.Added),
            "removeSigner" => now.History.Any(entry => entry.Assignee.Id == other && entry.State == AssignmentState.Removed && entry.By?.Id == me && before.GetValueOrDefault(entry.TaskId)?.ClosedUtc is null),
            _ => IsMine(own),
        };

        bool IsMine(TaskDetailsEntry? entry) => entry?.Outcome == verb && entry.By?.Id == me;

        // Somebody else of that name may have had the step in an earlier round.
        bool IsNew(AssignmentOrigin origin) => now.History.Any(entry => entry.Assignee.Id == other && entry.Origin == origin && !before.ContainsKey(entry.TaskId));
    }
}
