namespace HrBpm.Activities.Inbox;

/// <summary>票签: the step is approved once the votes for it weigh as much as its threshold asks, and rejected once they no longer can. The other tasks are taken back then.</summary>
internal sealed class VoteMode : ITaskMode
{
    public TaskSet Start(TaskSet tasks) => tasks.Opening(_ => true);

    // A yes can only make the approval certain, and a no only the rejection.
    public TaskSet After(TaskSet tasks, TaskDecision verdict) => IsCertain(tasks) ? tasks.Deciding(verdict) : tasks;

    private static bool IsCertain(TaskSet tasks)
    {
        var seats = tasks.Assignments.GroupBy(task => task.Seat).ToList();
        long total = seats.Sum(WeightOf);
        long agreed = seats.Where(IsAgreed).Sum(WeightOf);
        long lost = seats.Where(IsLost).Sum(WeightOf);
        var needed = total * tasks.Terms.VoteThreshold;
        return agreed * 100 >= needed || (total - lost) * 100 < needed;
    }

    private static int WeightOf(IEnumerable<Assignment> seat) => seat.First().Weight;

    private static bool IsLost(IEnumerable<Assignment> seat) => seat.Any(task => task.State == AssignmentState.Rejected);

    private static bool IsAgreed(IEnumerable<Assignment> seat) => !seat.Any(task => task.IsUndone) && !IsLost(seat);
}
