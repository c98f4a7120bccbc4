using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>抄送: others are told of the step, and see it, without having to do anything.</summary>
internal sealed class Cc : ITaskVerb
{
    /// <summary>Most people to whom copies go at once.</summary>
    public const int MostAtOnce = 50;

    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc)
    {
        if (command.People.Count is 0 or > MostAtOnce || command.People.Any(string.IsNullOrWhiteSpace))
            return new("tasks.copies.invalid", $"Expected 1 to {MostAtOnce} persons who shall have a copy, but got {command.People.Count}.");
        return command.People.All(person => tasks.Copies.Any(copy => copy.PersonId == person))
            ? new("tasks.copied-already", "Expected somebody who has no copy of this step yet, but all of them have.")
            : null;
    }

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) => tasks
        .Noting(command, moment.NowUtc)
        .Copying(command.People.Select(person => new TaskCopy(person, command.By, moment.NowUtc, command.TaskId!)));
}
