using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>What the three ways of adding signers (加签) share: each added person is a voice of the seat, and the seat agrees when all its voices have.</summary>
internal static class AddedSigners
{
    /// <summary>Most people who can be added at once.</summary>
    public const int MostAtOnce = 20;

    public static Refusal? WhyNot(TaskSet tasks, TaskCommand command)
    {
        if (command.People.Count is 0 or > MostAtOnce || command.People.Any(string.IsNullOrWhiteSpace) || command.People.Distinct().Count() != command.People.Count)
            return new("tasks.signers.invalid", $"Expected 1 to {MostAtOnce} different persons who shall sign as well, but got {command.People.Count}.");
        if (command.People.Any(tasks.IsAsked))
            return new("tasks.recipient-has-it", "Expected persons without a task in this step, but one of them has one already.");
        return tasks.Assignments.Count(task => task.IsUndone) + command.People.Count > AssigneeRules.MostPeople
            ? new("tasks.too-many-signers", $"Expected at most {AssigneeRules.MostPeople} people in one step, but this would be more.")
            : null;
    }

    public static TaskSet Add(TaskSet tasks, TaskCommand command, TaskMoment moment, SignerPlace place)
    {
        var asking = tasks.Find(command.TaskId)!;
        var added = tasks.Noting(command, moment.NowUtc);
        foreach (var person in command.People)
        {
            added = added.Plus(asking.HandedTo(person, AssignmentOrigin.Added, moment) with
            {
                OnBehalfOf = null,
                Voice = 1 + added.Assignments.Where(task => task.Seat == asking.Seat).Max(task => task.Voice),
                Place = place,
                AddedTo = asking.Voice,
                State = place == SignerPlace.After ? AssignmentState.Queued : AssignmentState.Open,
            });
        }
        return added;
    }
}
