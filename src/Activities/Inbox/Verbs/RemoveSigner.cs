using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>减签: a signer who was added and has not decided yet is not asked any more, nor is anybody whom that one had added. People whom the step's rules found stay.</summary>
internal sealed class RemoveSigner : ITaskVerb
{
    public Refusal? WhyNotWith(TaskSet tasks, Assignment task) => tasks.AddedTo(task).Any(added => added.IsUndone)
        ? null
        : new("tasks.no-added-signer", "Expected a signer whom this task's approver had added and who has not decided yet, but there is none.");

    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => Target(tasks, command) is not null
        ? null
        : new("tasks.recipient.invalid", "Expected a signer whom this task's approver had added and who has not decided yet, but that person is none.");

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var target = Target(tasks, command)!;
        var gone = WithAdded(tasks, target).ToHashSet();
        var removed = tasks.Noting(command, moment.NowUtc);
        foreach (var task in tasks.Assignments.Where(task => task.Seat == target.Seat && gone.Contains(task.Voice) && task.IsUndone))
            removed = removed.Closing(task, AssignmentState.Removed, command, moment.NowUtc);
        return removed.Continuing(target.Seat);
    }

    // Whoever has the signer's task by now: it may have been handed over, or delegated.
    private static Assignment? Target(TaskSet tasks, TaskCommand command) =>
        tasks.AddedTo(tasks.Find(command.TaskId)!).FirstOrDefault(added => added.IsUndone && added.AssigneeId == command.To);

    private static IEnumerable<int> WithAdded(TaskSet tasks, Assignment target) =>
        tasks.AddedTo(target).DistinctBy(added => added.Voice).SelectMany(added => WithAdded(tasks, added)).Prepend(target.Voice);
}
