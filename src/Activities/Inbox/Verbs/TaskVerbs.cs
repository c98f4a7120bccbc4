using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>The table of verbs: the only place that says who may do what to a task, and when. A new verb is a file and a row.</summary>
public static class TaskVerbs
{
    /// <summary>同意.</summary>
    public const string Approve = "approve";

    /// <summary>拒绝.</summary>
    public const string Reject = "reject";

    /// <summary>办理完成.</summary>
    public const string Complete = "complete";

    /// <summary>退回.</summary>
    public const string Return = "return";

    /// <summary>转办.</summary>
    public const string Transfer = "transfer";

    /// <summary>委派.</summary>
    public const string Delegate = "delegate";

    /// <summary>离职转办.</summary>
    public const string Reroute = "reroute";

    /// <summary>到期自动继续.</summary>
    public const string Advance = "advance";

    /// <summary>超时升级.</summary>
    public const string Escalate = "escalate";

    /// <summary>前加签.</summary>
    public const string AddBefore = "addBefore";

    /// <summary>后加签.</summary>
    public const string AddAfter = "addAfter";

    /// <summary>并加签.</summary>
    public const string AddBeside = "addBeside";

    /// <summary>减签.</summary>
    public const string RemoveSigner = "removeSigner";

    /// <summary>认领.</summary>
    public const string Claim = "claim";

    /// <summary>归还.</summary>
    public const string Release = "release";

    /// <summary>拿回.</summary>
    public const string TakeBack = "takeBack";

    /// <summary>暂存.</summary>
    public const string Save = "save";

    /// <summary>抄送.</summary>
    public const string Cc = "cc";

    /// <summary>催办.</summary>
    public const string Urge = "urge";

    /// <summary>撤回.</summary>
    public const string Withdraw = "withdraw";

    /// <summary>拿回, done at the step that came next.</summary>
    public const string GiveBack = "giveBack";

    /// <summary>去重: agreed by itself.</summary>
    public const string Pass = "pass";

    private static readonly AssignmentState[] WhileOpen = [AssignmentState.Open];
    private static readonly AssignmentState[] WhileLive = [AssignmentState.Open, AssignmentState.Delegated, AssignmentState.Held];
    private static readonly AssignmentState[] WhileDecidedByThem = [AssignmentState.Approved, AssignmentState.Rejected, AssignmentState.Completed];
    private static readonly TaskKind[] Approvals = [TaskKind.Approval];
    private static readonly TaskKind[] Handlings = [TaskKind.Handle];
    private static readonly TaskKind[] Both = [TaskKind.Approval, TaskKind.Handle];

    /// <summary>Every verb.</summary>
    public static IReadOnlyList<TaskVerbRow> All { get; } =
    [
        new(Approve, new Approve(), TaskActors.AssigneeOrProxy, WhileOpen, Approvals, IsOffered: true, ByDelegate: true, AssignmentState.Approved),
        new(Reject, new Reject(), TaskActors.AssigneeOrProxy, WhileOpen, Approvals, IsOffered: true, ByDelegate: true, AssignmentState.Rejected),
        new(Complete, new Complete(), TaskActors.AssigneeOrProxy, WhileOpen, Handlings, IsOffered: true, ByDelegate: true, AssignmentState.Completed),
        new(Return, new ReturnTo(), TaskActors.AssigneeOrProxy, WhileOpen, Both, IsOffered: true, ByDelegate: false, AssignmentState.Returned),
        new(Transfer, new Transfer(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: true, AssignmentState.Transferred),
        new(Delegate, new Delegate(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: true, AssignmentState.Delegated),
        new(AddBefore, new AddBefore(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: false, AssignmentState.Held),
        new(AddAfter, new AddAfter(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: false, AssignmentState.Open),
        new(AddBeside, new AddBeside(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: false, AssignmentState.Open),
        new(RemoveSigner, new RemoveSigner(), TaskActors.Assignee, [AssignmentState.Open, AssignmentState.Held], Both, IsOffered: true, ByDelegate: false, AssignmentState.Open),
        new(Claim, new Claim(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: false, AssignmentState.Open) { IsForCandidates = true },
        new(Release, new Release(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: false, AssignmentState.Open) { IsForCandidates = true },
        new(TakeBack, new TakeBack(), TaskActors.Assignee, WhileDecidedByThem, Both, IsOffered: true, ByDelegate: false, AssignmentState.TakenBack),
        new(Save, new Save(), TaskActors.Assignee | TaskActors.Proxy, WhileOpen, Both, IsOffered: true, ByDelegate: true, AssignmentState.Open),
        new(Cc, new Cc(), TaskActors.Assignee, WhileOpen, Both, IsOffered: true, ByDelegate: true, AssignmentState.Open),
        new(Urge, new Urge(), TaskActors.Initiator | TaskActors.Hr, [], Both, IsOffered: true, ByDelegate: false, null),
        new(Withdraw, new Withdraw(), TaskActors.Initiator, [], Both, IsOffered: true, ByDelegate: false, null),
        new(GiveBack, new GiveBack(), TaskActors.Predecessor, [], Both, IsOffered: false, ByDelegate: false, null),
        new(Pass, new Pass(), TaskActors.Time, [AssignmentState.Open, AssignmentState.Queued], Approvals, IsOffered: false, ByDelegate: false, AssignmentState.Approved),
        new(Reroute, new Reroute(), TaskActors.Hr | TaskActors.Time, WhileLive, Both, IsOffered: false, ByDelegate: true, AssignmentState.Rerouted),
        new(Advance, new AutoAdvance(), TaskActors.Time, [], Both, IsOffered: false, ByDelegate: false, null),
        new(Escalate, new Escalate(), TaskActors.Time, [], Both, IsOffered: false, ByDelegate: false, null),
    ];

    private static readonly Dictionary<string, TaskVerbRow> ByName = All.ToDictionary(row => row.Verb);

    /// <summary>The verbs that a step of this kind can offer to people, in the order of the buttons.</summary>
    public static IReadOnlyList<string> OfferedTo(TaskKind kind) => [.. All.Where(row => row.IsOffered && row.Kinds.Contains(kind)).Select(row => row.Verb)];

    /// <summary>The verb by which a task of this kind is answered with yes.</summary>
    public static string MainVerbOf(TaskKind kind) => kind == TaskKind.Approval ? Approve : Complete;

    /// <summary>The verbs that the assignee, or whoever acts for them, may use on this task now.</summary>
    public static IReadOnlyList<string> AllowedOn(TaskSet set, Assignment task, TaskVia via = TaskVia.Session) =>
        [.. All.Where(row => row.IsOffered && row.WhoMay.HasFlag(ActorOf(via)) && row.When.Contains(task.State)
            && WhyNotRow(row, set, task) is null && row.Does.WhyNotWith(set, task) is null).Select(row => row.Verb)];

    /// <summary>拿回 from the next step: why this decision of an ended step cannot be taken back whatever the next step says; null when it can.</summary>
    public static Refusal? WhyNotTakenBack(TaskSet ended, Assignment task) =>
        ended.Actions.Contains(TakeBack)
            ? Inbox.TakeBack.WhyNotOf(ended, task)
            : new("tasks.action.invalid", $"Expected one of the actions {string.Join(", ", ended.Actions)}, but got '{TakeBack}'.");

    /// <summary>Why the command cannot be done; null when it can.</summary>
    /// <param name="set">The step's tasks.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="nowUtc">The moment of asking.</param>
    /// <param name="nameOf">Display name of a person id, for the sentence; the id itself where it is not known.</param>
    public static Refusal? WhyNot(TaskSet set, TaskCommand command, DateTime nowUtc, Func<string, string>? nameOf = null)
    {
        if (!ByName.TryGetValue(command.Verb, out var row))
            return new("tasks.action.invalid", $"Expected one of the actions {string.Join(", ", ByName.Keys)}, but got '{command.Verb}'.");
        if (row.When.Count == 0)
            return WhyNotStep(row, set, command) ?? row.Does.WhyNot(set, command, nowUtc);
        return set.Find(command.TaskId) is not { } task
            ? new("tasks.unknown", $"Expected a task of this step, but '{command.TaskId}' is none.")
            : WhyNotActor(row, task, command) ?? WhyNotState(row, task, nowUtc, nameOf ?? (id => id)) ?? WhyNotRow(row, set, task)
                ?? row.Does.WhyNotWith(set, task) ?? row.Does.WhyNot(set, command, nowUtc);
    }

    /// <summary>Does the command, or says why not.</summary>
    public static (TaskSet Set, Refusal? Refusal) Do(TaskSet set, TaskCommand command, TaskMoment moment) =>
        WhyNot(set, command, moment.NowUtc) is { } refusal ? (set, refusal) : (ByName[command.Verb].Does.Apply(set, command, moment), null);

    private static Refusal? WhyNotStep(TaskVerbRow row, TaskSet set, TaskCommand command)
    {
        if (!row.WhoMay.HasFlag(ActorOf(command.Via)) || !IsTheirs(set, command))
            return new("tasks.forbidden", $"Expected '{row.Verb}' to be asked by {row.WhoMay}, but it came by {command.Via}.");
        if (row.IsOffered && !set.Actions.Contains(row.Verb))
            return new("tasks.action.invalid", $"Expected one of the actions {string.Join(", ", set.Actions)}, but got '{row.Verb}'.");
        return set.IsOver ? new("tasks.step-ended", "Expected the step to be undecided, but it has ended.") : null;
    }

    private static bool IsTheirs(TaskSet set, TaskCommand command) => command.Via switch
    {
        TaskVia.Initiator => command.By.Length > 0 && command.By == set.Terms.Initiator,
        TaskVia.Predecessor => set.Terms.HandedOnBy.Contains(command.By),
        TaskVia.Hr => command.By.Length > 0,
        _ => true,
    };

    private static Refusal? WhyNotActor(TaskVerbRow row, Assignment task, TaskCommand command)
    {
        if (!row.WhoMay.HasFlag(ActorOf(command.Via)))
            return new("tasks.forbidden", $"Expected '{row.Verb}' to be asked by {row.WhoMay}, but it came by {command.Via}.");
        var isTheirs = command.Via switch
        {
            TaskVia.Session or TaskVia.Link => command.By == task.AssigneeId,
            TaskVia.Proxy => command.By.Length > 0 && command.OnBehalfOf == task.AssigneeId,
            TaskVia.Hr => command.By.Length > 0,
            _ => true,
        };
        return isTheirs ? null : new("tasks.forbidden", "Expected the assignee of the task or an explicit delegate, but somebody else asked.");
    }

    private static Refusal? WhyNotState(TaskVerbRow row, Assignment task, DateTime nowUtc, Func<string, string> nameOf) => task.State switch
    {
        var state when row.When.Contains(state) => null,
        AssignmentState.Delegated => new("tasks.delegated", "Expected the task to be with its owner, but it waits for the answer of a delegate."),
        AssignmentState.Held => new("tasks.held", "Expected the task to be with its owner, but it waits for those who were asked to sign first."),
        AssignmentState.Yielded => new("tasks.claimed", "Expected the task to be open, but another candidate has claimed the step."),
        AssignmentState.Queued => new("tasks.not-yet", "Expected the task to be open, but it is not this person's turn yet."),
        _ => new("tasks.already-handled", AlreadyHandled.Sentence(task, nowUtc, nameOf)),
    };

    private static Refusal? WhyNotRow(TaskVerbRow row, TaskSet set, Assignment task)
    {
        if (!row.Kinds.Contains(set.Kind) || (row.IsForCandidates && set.Mode != TaskMode.Any) || (row.IsOffered && !set.Actions.Contains(row.Verb)))
            return new("tasks.action.invalid", $"Expected one of the actions {string.Join(", ", set.Actions)}, but got '{row.Verb}'.");
        return task.ParentTaskId is not null && !row.ByDelegate
            ? new("tasks.owner-decides", $"Expected the owner of the task to decide on '{row.Verb}', but a delegate asked for it.")
            : null;
    }

    private static TaskActors ActorOf(TaskVia via) => via switch
    {
        TaskVia.Session => TaskActors.Assignee,
        TaskVia.Link => TaskActors.LinkHolder,
        TaskVia.Proxy => TaskActors.Proxy,
        TaskVia.Hr => TaskActors.Hr,
        TaskVia.Initiator => TaskActors.Initiator,
        TaskVia.Predecessor => TaskActors.Predecessor,
        _ => TaskActors.Time,
    };
}
