using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>The person to whom a task is handed.</summary>
internal static class Recipient
{
    /// <summary>A person must be named, must not be the one who has the task, and must not have a task of this step already.</summary>
    public static Refusal? WhyNot(TaskSet tasks, TaskCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.To))
            return new("tasks.recipient.invalid", "Expected the person who shall have the task, but nobody was named.");
        if (command.To == tasks.Find(command.TaskId)?.AssigneeId)
            return new("tasks.recipient.invalid", "Expected another person than the one who has the task, but it is the same.");
        return tasks.IsAsked(command.To)
            ? new("tasks.recipient-has-it", "Expected a person without a task in this step, but that person has one already.")
            : null;
    }

    /// <summary>The person has a task of this step, or will have one.</summary>
    public static bool IsAsked(this TaskSet tasks, string person) => tasks.Assignments.Any(task => task.IsUndone && task.AssigneeId == person);

    /// <summary>The same task for another person: same seat, same owner who waits for it.</summary>
    public static Assignment HandedTo(this Assignment task, string person, AssignmentOrigin origin, TaskMoment moment) => task with
    {
        TaskId = moment.NewTaskId(),
        AssigneeId = person,
        Origin = origin,
        BookmarkId = null,
        ClosedBy = null,
        ClosedByName = null,
        ClosedAtUtc = null,
    };
}
