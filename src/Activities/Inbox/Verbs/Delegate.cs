using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>委派: somebody else gives an answer, then the task comes back to its owner, who decides. Delegations may nest; each answer goes back one step.</summary>
internal sealed class Delegate : ITaskVerb
{
    /// <summary>Longest chain of people who ask each other.</summary>
    public const int LongestChain = 5;

    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => Recipient.WhyNot(tasks, command)
        ?? (ChainLength(tasks, command.TaskId) >= LongestChain
            ? new("tasks.delegated-too-often", $"Expected at most {LongestChain} delegations of one task in a row, but this would be one more.")
            : null);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var task = tasks.Find(command.TaskId)!;
        return tasks.Noting(command, moment.NowUtc)
            .With(task with { State = AssignmentState.Delegated })
            .Plus(task.HandedTo(command.To!, AssignmentOrigin.Delegation, moment) with { OnBehalfOf = task.AssigneeId, ParentTaskId = task.TaskId });
    }

    private static int ChainLength(TaskSet tasks, string? taskId)
    {
        var length = 0;
        for (var task = tasks.Find(taskId); task?.ParentTaskId is { } parent; task = tasks.Find(parent))
            length++;
        return length;
    }
}
