using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>What has to hold for a flow to be taken back to an earlier step from outside.</summary>
internal static class Untouched
{
    public static Refusal? WhyNot(TaskSet tasks, TaskCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.To))
            return new("tasks.return-target.invalid", "Expected the step to go back to, but none was named.");
        return tasks.IsUntouched
            ? null
            : new("tasks.handled-meanwhile", "Expected nobody to have acted on the step, but somebody has.");
    }
}
