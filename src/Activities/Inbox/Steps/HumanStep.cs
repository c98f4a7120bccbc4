using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>A step that people do. Keeps the step's <see cref="TaskSet"/> across waits; after every verb the inboxes and bookmarks follow it.</summary>
public abstract class HumanStep(IInbox inbox, IOrg org, IAbsences absences, IWorkSchedules schedules) : Activity
{
    /// <summary>Name of the bookmarks that wait for a person; one per task, payload <c>{taskId, assignee}</c>.</summary>
    public const string TaskBookmark = "HrBpm.Task";

    internal const string RemindBookmark = "HrBpm.Remind";
    internal const string EscalateBookmark = "HrBpm.Escalate";
    internal const string AdvanceBookmark = "HrBpm.Advance";

    /// <summary>The outcome by which the step is left.</summary>
    [Output("结论: Approved, Rejected, Done 或 Advanced")]
    public string? Decision { get; private set; }

    /// <summary>Id of the person whose act ended the step; null when time did.</summary>
    [Output("作出结论的人员编号; 到期自动继续时为空")]
    public string? DecidedBy { get; private set; }

    /// <summary>When the step ended.</summary>
    [Output("作出结论的时间 (UTC)")]
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>The last answers.</summary>
    [Output("最后一次填写的内容")]
    public IReadOnlyDictionary<string, object?> Answers { get; private set; } = new Dictionary<string, object?>();

    /// <summary>What people wrote: <c>{verb, by, onBehalfOf, atUtc, comment}</c>.</summary>
    [Output("意见列表")]
    public IReadOnlyList<object?> Comments { get; private set; } = [];

    /// <summary>Ids of the signatures that were given.</summary>
    [Output("签名编号列表")]
    public IReadOnlyList<object?> SignatureIds { get; private set; } = [];

    /// <summary>The refusals among the comments, whether or not they decided anything.</summary>
    [Output("拒绝意见列表")]
    public IReadOnlyList<object?> Refusals { get; private set; } = [];

    /// <summary>Finds people.</summary>
    private protected AssigneeRules Rules { get; } = new(org);

    /// <summary>Deals with people who started the flow, or have agreed before.</summary>
    private protected PeoplePolicies Policies => new(Rules, org);

    /// <summary>What the step asks for, from its inputs.</summary>
    protected abstract StepRequest RequestIn(ActivityContext context);

    /// <summary>How the step is left when time ends it.</summary>
    private protected virtual ActivityResult LeaveByTime() => Done(nameof(Verdict.Advanced));

    /// <summary>When time ends the step, what was handed in at an earlier visit still stands.</summary>
    private protected virtual bool KeepsAnswers => false;

    /// <summary>Why these answers cannot be taken, beyond what the form itself says; null when they can.</summary>
    private protected virtual Task<Refusal?> WhyNotAnswersAsync(ActivityContext context, IReadOnlyDictionary<string, object?> answers, CancellationToken ct) => Task.FromResult<Refusal?>(null);

    /// <summary>Goes on after a person acted or a moment came.</summary>
    public sealed override async Task<ActivityResult> ResumeAsync(ActivityContext context, Resumption resumption, CancellationToken ct)
    {
        var state = context.GetState<StepState>() ?? throw new InvalidOperationException($"Expected the tasks of step {context.ActivityId}, but none were kept.");
        return resumption.Name switch
        {
            RemindBookmark => await RemindAsync(context, state, resumption, ct),
            EscalateBookmark => await DoAsync(context, state, resumption, await EscalationAsync(context, state.Tasks, resumption, ct), ct),
            AdvanceBookmark => await DoAsync(context, state, resumption, new() { Verb = TaskVerbs.Advance, Via = TaskVia.Time, Comment = RequestIn(context).AdvanceReason }, ct),
            _ => await DoAsync(context, state, resumption, TaskInput.Read(resumption), ct),
        };
    }

    /// <summary>Takes the step's tasks out of the inboxes.</summary>
    public sealed override async Task CancelAsync(ActivityContext context, CancellationToken ct)
    {
        foreach (var task in context.GetState<StepState>()?.Tasks.Assignments.Where(task => task.IsUndone) ?? [])
        {
            var recalled = task with { State = AssignmentState.Recalled, BookmarkId = null, ClosedBy = context.Actor, ClosedAtUtc = context.NowUtc };
            await inbox.CloseAsync(recalled, new TaskEnd("cancel", null, []), ct);
        }
    }

    /// <summary>Puts the step before these people.</summary>
    private protected async Task<ActivityResult> OpenAsync(ActivityContext context, StepPeople people, CancellationToken ct)
    {
        var request = RequestIn(context);
        var past = await inbox.PastOfAsync(context.InstanceId, ct);
        var round = past.NextRoundOf(context.ActivityId);
        var handedOnBy = context.EarlierSteps is [.., { IsInitiatorForm: false } last] ? past.DecidersOf(last.ActivityId) : [];
        var terms = request.Terms with { Initiator = request.Initiator?.ToString("D"), HandedOnBy = handedOnBy };
        var tasks = TaskSet.Open(request.Kind, request.Mode, request.Actions, [.. people.Asked.Select(person => person.ToString("D"))], round, MomentOf(context), terms, people.Weights);
        var nothing = new StepState(tasks with { Assignments = [] }, request.DueUtc(context.NowUtc));
        if (round > 1 && past.TakenBackBy(context.NowUtc) is { } person)
            tasks = KeptSeats.In(tasks, await inbox.DecisionsOfAsync(context.InstanceId, context.ActivityId, round - 1, ct), person, MomentOf(context));
        var agreed = PeoplePolicies.AgreedBefore(people.Duplicates, past, context.EarlierSteps);
        foreach (var task in tasks.Assignments.Where(task => task.IsUndone && agreed.Contains(task.AssigneeId)))
            tasks = TaskVerbs.Do(tasks, new TaskCommand { Verb = TaskVerbs.Pass, Via = TaskVia.Time, TaskId = task.TaskId, Comment = "此前已同意, 自动通过" }, MomentOf(context)).Set;
        tasks = await FollowAbsencesAsync(context, nothing.Tasks, tasks, ct);
        var dueTimes = new DueTimes(request, schedules);
        if (await dueTimes.OpenAsync(tasks, context.NowUtc, ct) is not { } timed) return Fail("working-time.none", DueTimes.None);
        tasks = timed;
        if (tasks.Assignments.Count > 0)
            tasks = tasks.Copying(people.Copies.Select(person => new TaskCopy(person.ToString("D"), "", context.NowUtc, tasks.Assignments[0].TaskId)));
        var result = await Settlement(context).FollowAsync(nothing, tasks, null, await dueTimes.TimersAsync(context, nothing.Tasks, tasks, ct), ct);
        return tasks.Decision is null ? result : Leave(tasks);
    }

    /// <summary>The step needs nobody: it is left by this verdict at once.</summary>
    protected ActivityResult PassBy(ActivityContext context, Verdict verdict, string reason)
    {
        var command = new TaskCommand { Verb = verdict == Verdict.Advanced ? TaskVerbs.Advance : "pass", Via = TaskVia.Time, Comment = reason };
        var request = RequestIn(context);
        var tasks = new TaskSet { Kind = request.Kind, Mode = request.Mode, Actions = request.Actions }
            .Noting(command, context.NowUtc)
            .Deciding(new TaskDecision(verdict, "", context.NowUtc));
        return Leave(tasks);
    }

    /// <summary>Ends the step with these answers, without a person having to do anything.</summary>
    protected void Answer(IReadOnlyDictionary<string, object?> answers) => Answers = answers;

    private async Task<ActivityResult> DoAsync(ActivityContext context, StepState state, Resumption resumption, TaskCommand asked, CancellationToken ct)
    {
        var (command, refusal) = Resolve(asked, context.EarlierSteps, state.Tasks.Terms);
        var tasks = state.Tasks;
        var dueTimes = new DueTimes(RequestIn(context), schedules);
        if (refusal is null) (tasks, refusal) = TaskVerbs.Do(state.Tasks, command, MomentOf(context));
        if (refusal is null && command is { Verb: TaskVerbs.Complete, Answers: { } answers } && await WhyNotAnswersAsync(context, answers, ct) is { } unfit) return Refuse(unfit);
        if (refusal is null)
        {
            tasks = await new StandIns(org, Rules, RequestIn(context).Concerning).FindAsync(state.Tasks, tasks, MomentOf(context), ct);
            tasks = await FollowAbsencesAsync(context, state.Tasks, tasks, ct);
            tasks = await dueTimes.HandOverAsync(state.Tasks, tasks, context.NowUtc, ct);
        }
        // The server has asked the same table before it resumed, so a refusal means that something else did: nothing changes, and the task waits on.
        var used = new UsedBookmark(resumption.BookmarkId, refusal is null ? command : null, TaskInput.Attachments(resumption));
        var result = await Settlement(context).FollowAsync(state, tasks, used, await dueTimes.NewTimersAsync(context, state.Tasks, tasks, ct), ct);
        if (KeepsAnswers && tasks.Decision is { Verdict: Verdict.Advanced }) Answer(await LastAnswersAsync(context, ct));
        return tasks.Decision is null ? result : Leave(tasks);
    }

    /// <summary>What was handed in last: at the latest visit to the step at which somebody did, or with the start of the flow.</summary>
    private protected async Task<IReadOnlyDictionary<string, object?>> LastAnswersAsync(ActivityContext context, CancellationToken ct)
    {
        var past = await inbox.PastOfAsync(context.InstanceId, ct);
        for (var round = past.NextRoundOf(context.ActivityId) - 1; round > 0; round--)
            if (await inbox.DecisionsOfAsync(context.InstanceId, context.ActivityId, round, ct) is [.., { Act.Answers: { } given }]) return given;
        return context.WorkflowInput;
    }

    private async Task<TaskSet> FollowAbsencesAsync(ActivityContext context, TaskSet before, TaskSet after, CancellationToken ct)
    {
        var request = RequestIn(context);
        return request.AllowsAwayDelegate
            ? await new AwayDelegates(absences, org, context.DefinitionId, request.Concerning).FollowAsync(before, after, MomentOf(context), ct)
            : after;
    }

    private static (TaskCommand Command, Refusal? Refusal) Resolve(TaskCommand asked, IReadOnlyList<EarlierStep> earlierSteps, StepTerms terms)
    {
        var (activityId, refusal) = ReturnTarget.Of(asked, earlierSteps, terms);
        return (activityId is null ? asked : asked with { To = activityId }, refusal);
    }

    private async Task<ActivityResult> RemindAsync(ActivityContext context, StepState state, Resumption timer, CancellationToken ct)
    {
        foreach (var task in state.Tasks.Live.Where(task => task.State == AssignmentState.Open && DueTimes.IsMeant(timer, task)))
            await Settlement(context).TellAsync(task, TaskNews.Reminder, state.DueUtc, ct);
        return KeepWaiting();
    }

    private async Task<TaskCommand> EscalationAsync(ActivityContext context, TaskSet tasks, Resumption timer, CancellationToken ct)
    {
        var concerning = RequestIn(context).Concerning;
        var managers = new Dictionary<string, string>();
        foreach (var late in Inbox.Escalate.Late(tasks).Where(late => DueTimes.IsMeant(timer, late)))
        {
            if (await Rules.NearestActiveManagerAsync(Guid.Parse(late.AssigneeId), ct) is { } manager && manager != concerning)
                managers[late.TaskId] = manager.ToString("D");
        }
        return new TaskCommand { Verb = TaskVerbs.Escalate, Via = TaskVia.Time, Managers = managers };
    }

    private ActivityResult Leave(TaskSet tasks)
    {
        var decision = tasks.Decision!;
        Decision = decision.Verdict.ToString();
        DecidedBy = decision.By.Length == 0 ? null : decision.By;
        DecidedAtUtc = decision.AtUtc;
        Answers = tasks.Answers ?? Answers;
        Comments = StepOutputs.Comments(tasks);
        SignatureIds = StepOutputs.SignatureIds(tasks);
        Refusals = StepOutputs.Refusals(tasks);
        return decision.Verdict switch
        {
            Verdict.Returned => GoBack(decision.ReturnTo!, decision.ComesStraightBack),
            Verdict.Done => Done(),
            Verdict.Advanced => LeaveByTime(),
            var verdict => Done(verdict.ToString()),
        };
    }

    private Settlement Settlement(ActivityContext context) => new(context, inbox, org, RequestIn(context));

    private static TaskMoment MomentOf(ActivityContext context) =>
        new(context.NowUtc, () => Guid.CreateVersion7(new DateTimeOffset(context.NowUtc)).ToString("D"));
}
