using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>What a step asks for: its inputs, put into one form for all kinds of steps.</summary>
public sealed record StepRequest
{
    /// <summary>Yes or no, or something to do.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>Whose decision counts.</summary>
    public TaskMode Mode { get; init; } = TaskMode.Any;

    /// <summary>Verbs that are offered.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What to do and what to look at.</summary>
    public string? Instruction { get; init; }

    /// <summary>Person whom the case is about.</summary>
    public Guid? Concerning { get; init; }

    /// <summary>Person who started the flow.</summary>
    public Guid? Initiator { get; init; }

    /// <summary>What is to be filled in.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>What is shown beside it.</summary>
    public object? Data { get; init; }

    /// <summary>The exact text that is signed.</summary>
    public string? Document { get; init; }

    /// <summary>The sentence that a signer agrees to.</summary>
    public string? Intent { get; init; }

    /// <summary>Agreeing takes a signature.</summary>
    public bool NeedsSignature { get; init; }

    /// <summary>Stage of the case.</summary>
    public string? Stage { get; init; }

    /// <summary>By when, as a moment.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>By when, counted from the opening; used when there is no moment.</summary>
    public TimeSpan? DueIn { get; init; }

    /// <summary>How long before it is due people are reminded.</summary>
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>How long after it was due managers get it as well.</summary>
    public TimeSpan? EscalateAfterDue { get; init; }

    /// <summary>By when, in working time of whoever gets a task.</summary>
    public WorkingDuration? DueInWorking { get; init; }

    /// <summary>How much working time before it is due people are reminded.</summary>
    public WorkingDuration? RemindBeforeWorking { get; init; }

    /// <summary>How much working time after it was due managers get it as well.</summary>
    public WorkingDuration? EscalateAfterDueWorking { get; init; }

    /// <summary>Whoever gets a task from somebody else has the whole time anew.</summary>
    public bool DueFollowsAssignee { get; init; }

    /// <summary>Due times differ from person to person, because working time does.</summary>
    internal bool CountsWorkingTime => DueInWorking is not null || RemindBeforeWorking is not null || EscalateAfterDueWorking is not null;

    /// <summary>When the flow goes on by itself.</summary>
    public DateTime? AdvanceAt { get; init; }

    /// <summary>Why it does.</summary>
    public string? AdvanceReason { get; init; }

    /// <summary>What holds for the step whoever has it.</summary>
    public StepTerms Terms { get; init; } = new();

    /// <summary>Tasks of people who are away go to those whom they have named.</summary>
    public bool AllowsAwayDelegate { get; init; } = true;

    internal DateTime? DueUtc(DateTime nowUtc) => DueAt ?? nowUtc + DueIn;

    internal IReadOnlyList<NewBookmark> Timers(ActivityContext context)
    {
        var due = DueUtc(context.NowUtc);
        List<(string Name, DateTime? AtUtc)> timers =
        [
            // A reminder whose moment has passed before the step opened would only repeat the first message.
            (HumanStep.RemindBookmark, due - RemindBefore is { } remind && remind > context.NowUtc ? remind : null),
            (HumanStep.EscalateBookmark, due + EscalateAfterDue),
            (HumanStep.AdvanceBookmark, AdvanceAt),
        ];
        return [.. timers.Where(timer => timer.AtUtc is not null).Select(timer => context.Bookmark(timer.Name, null, timer.AtUtc))];
    }

    internal TaskAsk ToAsk(ActivityContext context, Assignment? task, DateTime? dueUtc, StepTerms terms) => new()
    {
        InstanceId = context.InstanceId,
        CompanyId = context.TenantId,
        CorrelationId = context.CorrelationId,
        DefinitionId = context.DefinitionId,
        ActivityId = context.ActivityId,
        ActivityName = context.ActivityName,
        ExecutionId = context.ExecutionId,
        Kind = Kind,
        Mode = Mode,
        Actions = Actions,
        Title = Title,
        Instruction = Instruction,
        CameBackBecause = context.CameBackBecause,
        Concerning = Concerning,
        Initiator = Initiator,
        Form = Form,
        Data = Data,
        Document = Document,
        Intent = Intent,
        NeedsSignature = NeedsSignature,
        Stage = Stage,
        OpenedAtUtc = context.NowUtc,
        DueUtc = task?.DueUtc ?? dueUtc,
        RemindUtc = CountsWorkingTime ? task?.RemindUtc : dueUtc - RemindBefore,
        EarlierSteps = context.EarlierSteps,
        Terms = terms,
    };
}

/// <summary>What a step keeps across waits.</summary>
/// <param name="Tasks">Its tasks.</param>
/// <param name="DueUtc">By when it should be done; counted once, when it opened. A task whose due time was counted in working time has its own.</param>
internal sealed record StepState(TaskSet Tasks, DateTime? DueUtc);
