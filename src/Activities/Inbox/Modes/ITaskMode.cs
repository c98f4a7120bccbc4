namespace HrBpm.Activities.Inbox;

/// <summary>Whose decision counts in a step.</summary>
public enum TaskMode
{
    /// <summary>One person: the first that the rules name.</summary>
#pragma warning disable CA1720 // The word of the definition format; no number type is meant.
    Single,
#pragma warning restore CA1720

    /// <summary>会签: everybody must agree; one refusal ends it.</summary>
    All,

    /// <summary>或签: whoever decides first.</summary>
    Any,

    /// <summary>依次: everybody must agree, one after another.</summary>
    InTurn,

    /// <summary>票签: votes are weighed; the step ends as soon as its outcome is certain.</summary>
    Vote,
}

/// <summary>One way of coming from several people's decisions to the step's.</summary>
internal interface ITaskMode
{
    /// <summary>Puts the first tasks before people.</summary>
    TaskSet Start(TaskSet tasks);

    /// <summary>A seat was decided, by all its voices: opens what comes next, or decides the step.</summary>
    /// <param name="tasks">The step, with the decided task ended and its seat's other tasks taken back.</param>
    /// <param name="verdict">What that person decided.</param>
    TaskSet After(TaskSet tasks, TaskDecision verdict);
}

/// <summary>The table of modes.</summary>
internal static class TaskModes
{
    private static readonly Dictionary<TaskMode, ITaskMode> Table = new()
    {
        [TaskMode.Single] = new SingleMode(),
        [TaskMode.All] = new AllMode(),
        [TaskMode.Any] = new AnyMode(),
        [TaskMode.InTurn] = new InTurnMode(),
        [TaskMode.Vote] = new VoteMode(),
    };

    public static ITaskMode For(TaskMode mode) => Table[mode];

    /// <summary>Opens the queued tasks that <paramref name="which"/> picks.</summary>
    public static TaskSet Opening(this TaskSet tasks, Func<Assignment, bool> which) => tasks with
    {
        Assignments = [.. tasks.Assignments.Select(task => task.State == AssignmentState.Queued && which(task) ? task with { State = AssignmentState.Open } : task)],
    };

    /// <summary>Seats on which somebody still has to decide.</summary>
    public static IEnumerable<int> UndecidedSeats(this TaskSet tasks) => tasks.Assignments.Where(task => task.IsUndone).Select(task => task.Seat).Distinct();
}
