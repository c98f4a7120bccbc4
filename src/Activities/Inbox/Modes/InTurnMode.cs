namespace HrBpm.Activities.Inbox;

/// <summary>依次: the next person is asked after the one before has agreed.</summary>
internal sealed class InTurnMode : ITaskMode
{
    public TaskSet Start(TaskSet tasks) => tasks.Opening(task => task.Seat == 0);

    public TaskSet After(TaskSet tasks, TaskDecision verdict)
    {
        var undecided = tasks.UndecidedSeats().ToList();
        return verdict.Verdict == Verdict.Rejected || undecided.Count == 0
            ? tasks.Deciding(verdict)
            : tasks.Opening(task => task.Seat == undecided.Min() && task.Place != SignerPlace.After);
    }
}
