using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>离职转办: HR gives the task of somebody who leaves to somebody else. A delegate who still has to answer then answers to the new owner.</summary>
internal sealed class Reroute : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.To) || command.To == tasks.Find(command.TaskId)?.AssigneeId)
            return new("tasks.recipient.invalid", "Expected another person who shall have the task, but nobody else was named.");
        return string.IsNullOrWhiteSpace(command.Comment)
            ? new("tasks.reason.invalid", "Expected a reason for the reroute, but there was none.")
            : null;
    }

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var task = tasks.Find(command.TaskId)!;
        var successor = task.HandedTo(command.To!, AssignmentOrigin.Reroute, moment);
        var handed = tasks.Noting(command, moment.NowUtc).Closing(task, AssignmentState.Rerouted, command, moment.NowUtc).Plus(successor);
        return handed with
        {
            Assignments = [.. handed.Assignments.Select(other => other.ParentTaskId == task.TaskId && other.IsLive
                ? other with { ParentTaskId = successor.TaskId, OnBehalfOf = successor.AssigneeId }
                : other)],
        };
    }
}
