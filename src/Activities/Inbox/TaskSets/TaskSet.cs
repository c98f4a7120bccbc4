using System.Text.Json.Serialization;

namespace HrBpm.Activities.Inbox;

/// <summary>Whether a step asks for a yes or no (审批), for something to be done (办理), or only tells people of it (抄送).</summary>
public enum TaskKind
{
    /// <summary>审批.</summary>
    Approval,

    /// <summary>办理.</summary>
    Handle,

    /// <summary>抄送: a step that tells people something and asks for nothing.</summary>
    Notice,
}

/// <summary>The tasks of one approval or handling step, with all that was done to them. Pure: verbs make a new one, the activity then follows the difference.</summary>
public sealed record TaskSet
{
    /// <summary>Yes or no, or something to do.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>Whose decision counts.</summary>
    public required TaskMode Mode { get; init; }

    /// <summary>Verbs that the step offers to its assignees.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>What holds for the step whoever has it.</summary>
    public StepTerms Terms { get; init; } = new();

    /// <summary>The tasks, in the order in which people came to have them. Ended ones stay.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    /// <summary>What was done, oldest first.</summary>
    public IReadOnlyList<TaskEntry> Entries { get; init; } = [];

    /// <summary>Those who were sent a copy.</summary>
    public IReadOnlyList<TaskCopy> Copies { get; init; } = [];

    /// <summary>The last answers that somebody who decides gave.</summary>
    public IReadOnlyDictionary<string, object?>? Answers { get; init; }

    /// <summary>How the step ended; null while it goes on.</summary>
    public TaskDecision? Decision { get; init; }

    /// <summary>Makes the tasks for these people and puts the first ones before them.</summary>
    /// <param name="kind">Yes or no, or something to do.</param>
    /// <param name="mode">Whose decision counts.</param>
    /// <param name="actions">Verbs that the step offers.</param>
    /// <param name="people">Person ids, in order, without repetition.</param>
    /// <param name="round">How many times the flow has come to the step, this time included.</param>
    /// <param name="moment">The moment of the run.</param>
    /// <param name="terms">What holds for the step; the usual when absent.</param>
    /// <param name="weights">票签: how much a person's vote counts; 1 when absent.</param>
    public static TaskSet Open(
        TaskKind kind, TaskMode mode, IReadOnlyList<string> actions, IReadOnlyList<string> people, int round, TaskMoment moment,
        StepTerms? terms = null, IReadOnlyDictionary<string, int>? weights = null)
    {
        var seats = people.Select((person, seat) => new Assignment
        {
            TaskId = moment.NewTaskId(),
            AssigneeId = person,
            Seat = seat,
            Weight = weights?.GetValueOrDefault(person, 1) ?? 1,
            Round = round,
            State = AssignmentState.Queued,
        });
        var set = new TaskSet { Kind = kind, Mode = mode, Actions = actions, Terms = terms ?? new(), Assignments = [.. seats] };
        return TaskModes.For(mode).Start(set);
    }

    /// <summary>The task of that id, or null.</summary>
    public Assignment? Find(string? taskId) => Assignments.FirstOrDefault(assignment => assignment.TaskId == taskId);

    /// <summary>The tasks that the engine waits for.</summary>
    [JsonIgnore]
    public IEnumerable<Assignment> Live => Assignments.Where(assignment => assignment.IsLive);

    /// <summary>Nobody has anything to do here any more.</summary>
    [JsonIgnore]
    public bool IsOver => Decision is not null || !Live.Any();

    /// <summary>No person has acted on any of the tasks: at most time has.</summary>
    [JsonIgnore]
    public bool IsUntouched => Assignments.All(task => task.IsUntouched());

    /// <summary>Replaces the task of the same id.</summary>
    internal TaskSet With(Assignment changed) =>
        this with { Assignments = [.. Assignments.Select(assignment => assignment.TaskId == changed.TaskId ? changed : assignment)] };

    /// <summary>Adds a task.</summary>
    internal TaskSet Plus(Assignment added) => this with { Assignments = [.. Assignments, added] };

    /// <summary>Notes what was done.</summary>
    internal TaskSet Noting(TaskCommand command, DateTime nowUtc) => this with
    {
        Entries = [.. Entries, new TaskEntry(command.Verb, command.TaskId, command.By, OwnerOf(command), command.Via, nowUtc, command.Comment, command.SignatureId, ToOf(command))],
    };

    /// <summary>Sends copies to those who have none yet.</summary>
    internal TaskSet Copying(IEnumerable<TaskCopy> copies) => this with { Copies = [.. Copies.Concat(copies).DistinctBy(copy => copy.PersonId)] };

    /// <summary>Ends a task in this state.</summary>
    internal TaskSet Closing(Assignment task, AssignmentState state, TaskCommand command, DateTime nowUtc) =>
        With(task with { State = state, BookmarkId = null, ClosedBy = command.By, ClosedAtUtc = nowUtc });

    /// <summary>Takes back the tasks that nobody needs any more.</summary>
    internal TaskSet Recalling(Func<Assignment, bool> which, string by, DateTime nowUtc) => this with
    {
        Assignments = [.. Assignments.Select(assignment => assignment.IsUndone && which(assignment)
            ? assignment with { State = AssignmentState.Recalled, BookmarkId = null, ClosedBy = by, ClosedAtUtc = nowUtc }
            : assignment)],
    };

    /// <summary>Ends the step; whatever is still open is taken back.</summary>
    internal TaskSet Deciding(TaskDecision decision) =>
        Recalling(_ => true, decision.By, decision.AtUtc) with { Decision = decision };

    private static string? ToOf(TaskCommand command) => command.People.Count > 0 ? string.Join(' ', command.People) : command.To;

    private string? OwnerOf(TaskCommand command) => command.OnBehalfOf ?? Find(command.TaskId)?.OnBehalfOf;
}
