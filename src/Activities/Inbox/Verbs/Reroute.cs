using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>离职转办: HR gives the task of somebody who leaves to somebody else. A delegate who still has to answer then answers to the new owner.</summary>
internal sealed class Reroute : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc)
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
        var closed = tasks.Noting(command, moment.NowUtc).Closing(task, AssignmentState.Rerouted, command, moment.NowUtc);
        var theirs = tasks.Live.Where(other => other.AssigneeId == command.To).ToList();
        // Nobody is asked twice for the same decision: a task of theirs is enough, and a delegate who becomes the owner need not answer first.
        if (theirs.Any(other => other.SpeaksWith(task) && !other.AnswersTo(tasks, task)))
            return closed.Recalling(other => other.AnswersTo(tasks, task), command.By, moment.NowUtc).Resting(task.ParentTaskId);
        if (tasks.Mode == TaskMode.Any && task.Place == SignerPlace.None && theirs.Any(other => other.Place == SignerPlace.None && other.Seat != task.Seat))
            return closed.Recalling(other => other.Seat == task.Seat, command.By, moment.NowUtc);
        if (theirs.Count > 0) closed = closed.Recalling(other => other.AnswersTo(tasks, task), command.By, moment.NowUtc);
        return HandOver(closed, task, task.HandedTo(command.To!, AssignmentOrigin.Reroute, moment));
    }

    private static TaskSet HandOver(TaskSet tasks, Assignment task, Assignment successor)
    {
        var handed = tasks.Plus(successor);
        handed = handed with
        {
            Assignments = [.. handed.Assignments.Select(other => other.ParentTaskId == task.TaskId && other.IsUndone
                ? other with { ParentTaskId = successor.TaskId, OnBehalfOf = successor.AssigneeId }
                : other)],
        };
        return successor.IsLive ? handed.Resting(successor.TaskId) : handed;
    }
}
