using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>The first step: what the initiator handed in. When a later step returns the request, the initiator amends and resubmits it here.</summary>
[Activity("HrBpm.InitiatorForm", "发起申请", Category = "人工", Icon = "send", Description = "首次经过时以流程输入作为内容直接通过; 被退回时由发起人修改后重新提交。")]
[ReturnTarget(IsInitiatorForm = true)]
[Outcomes("Done")]
public sealed class InitiatorForm(IInbox inbox, IOrg org, IAbsences absences, IWorkSchedules schedules, IEnumerable<IAnswerCheck> checks) : HumanStep(inbox, org, absences, schedules)
{
    /// <summary>One line that the initiator's inbox shows after a return.</summary>
    [Input("被退回后的待办标题", DisplayName = "标题")]
    public string Title { get; init; } = "";

    /// <summary>What to amend.</summary>
    [Input("被退回后的办理说明", DisplayName = "说明", UIHint = "multiline")]
    public string? Instruction { get; init; }

    /// <summary>Person whom the case is about; the initiator when absent.</summary>
    [Input("事项相关人员的编号; 空则为发起人", DisplayName = "相关人员")]
    public Guid? Concerning { get; init; }

    /// <summary>What can be amended.</summary>
    [Input("表单字段列表", DisplayName = "表单", UIHint = "json-editor")]
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>Name of the <see cref="IAnswerCheck"/> that an amended request has to pass.</summary>
    [Input("重新提交时另按业务规则检查, 例如 offboarding", DisplayName = "业务检查")]
    public string? Check { get; init; }

    /// <summary>What is shown beside the form; the workflow's inputs when absent.</summary>
    [Input("只读展示的数据; 空则为流程输入", DisplayName = "数据", UIHint = "json-editor")]
    public object? Data { get; init; }

    /// <summary>How long the initiator has to resubmit.</summary>
    [Input("重新提交时限, 例如 2.00:00:00", DisplayName = "办理时限")]
    public TimeSpan? DueIn { get; init; }

    /// <summary>The same in working time, on the initiator's calendar. Not together with <see cref="DueIn"/>.</summary>
    [Input("按发起人工作日历计算的时限: 2wd 为 2 个工作日, 8wh 为 8 个工作小时", DisplayName = "办理时限 (工作时间)")]
    public string? DueInWorking { get; init; }

    /// <summary>How long before it is due the initiator is reminded.</summary>
    [Input("提前多久提醒", DisplayName = "提前提醒")]
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>How much working time before it is due the initiator is reminded.</summary>
    [Input("提前多少工作时间提醒, 例如 4wh", DisplayName = "提前提醒 (工作时间)")]
    public string? RemindBeforeWorking { get; init; }

    /// <summary>When the flow goes on by itself (UTC), with what was handed in last, if the initiator does not resubmit before.</summary>
    [Input("到期自动继续的时间 (UTC); 沿用最近一次提交的内容", DisplayName = "自动继续时间")]
    public DateTime? AdvanceAt { get; init; }

    /// <summary>Why it does.</summary>
    [Input("到期自动继续的原因", DisplayName = "自动继续原因")]
    public string? AdvanceReason { get; init; }

    /// <summary>Stage of the case, for boards.</summary>
    [Input("看板阶段", DisplayName = "阶段")]
    public string? Stage { get; init; }

    /// <summary>Hands on what came in, or asks the initiator to amend it.</summary>
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (Check is { Length: > 0 } && Checks.Count == 0) return Fail("inbox.check-unknown", $"Expected the name of a check of answers, but got '{Check}'.");
        if (!context.IsRevisit) return HandOn(context);
        if (WorkingTimes.WhyNot((nameof(DueIn), DueIn, DueInWorking), (nameof(RemindBefore), RemindBefore, RemindBeforeWorking)) is { } unfit) return Fail("inbox.due-invalid", unfit);
        var initiator = Inbox.Initiator.Of(context);
        if (AdvanceAt <= context.NowUtc) return await AdvanceAsync(context, ct);
        AssigneeRule[] rules = [new(AssigneeBy.Initiator)];
        var scope = new AssigneeScope(Concerning ?? initiator, initiator, _ => null);
        return await Rules.FindAsync(rules, WhenNobody.Administrator, null, scope, ct) switch
        {
            AssigneeFinding.People people => await OpenAsync(context, new StepPeople(people.Ids), ct),
            AssigneeFinding.Nobody nobody => Fail(nobody.Refusal.Code, nobody.Refusal.Message),
            _ => HandOn(context),
        };
    }

    /// <inheritdoc />
    protected override StepRequest RequestIn(ActivityContext context) => new()
    {
        Kind = TaskKind.Handle,
        Mode = TaskMode.Single,
        Actions = [TaskVerbs.Complete, TaskVerbs.Transfer, TaskVerbs.Save],
        AllowsAwayDelegate = false,
        Title = Title.Length == 0 ? $"{context.ActivityName}：请修改后重新提交" : Title,
        Instruction = Instruction,
        Concerning = Concerning ?? Inbox.Initiator.Of(context),
        Initiator = Inbox.Initiator.Of(context),
        Form = Form,
        Data = Data ?? context.WorkflowInput,
        Stage = Stage,
        DueIn = DueIn,
        RemindBefore = RemindBefore,
        DueInWorking = WorkingTimes.Read(DueInWorking),
        RemindBeforeWorking = WorkingTimes.Read(RemindBeforeWorking),
        AdvanceAt = AdvanceAt,
        AdvanceReason = AdvanceReason,
    };

    /// <inheritdoc />
    private protected override ActivityResult LeaveByTime() => Done();

    /// <inheritdoc />
    private protected override bool KeepsAnswers => true;

    private List<IAnswerCheck> Checks => [.. checks.Where(check => check.Name == Check)];

    /// <inheritdoc />
    private protected override async Task<Refusal?> WhyNotAnswersAsync(ActivityContext context, IReadOnlyDictionary<string, object?> answers, CancellationToken ct)
    {
        foreach (var check in Checks)
            if (await check.WhyNotAsync(context, answers, ct) is { } unfit) return unfit;
        return null;
    }

    private async Task<ActivityResult> AdvanceAsync(ActivityContext context, CancellationToken ct)
    {
        Answer(await LastAnswersAsync(context, ct));
        return PassBy(context, Verdict.Advanced, AdvanceReason ?? "已过自动继续时间");
    }

    private ActivityResult HandOn(ActivityContext context)
    {
        Answer(context.WorkflowInput);
        return Done();
    }
}
