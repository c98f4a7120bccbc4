using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>A step whose people are found by rules.</summary>
public abstract class AssignedStep(IInbox inbox, IOrg org, IAbsences absences, IWorkSchedules schedules) : HumanStep(inbox, org, absences, schedules)
{
    /// <summary>One line that the inbox shows.</summary>
    [Input("待办标题, 例如 {{ leaver.name }} 的离职申请", DisplayName = "标题")]
    public string Title { get; init; } = "";

    /// <summary>What to do and what to look at.</summary>
    [Input("办理说明", DisplayName = "说明", UIHint = "multiline")]
    public string? Instruction { get; init; }

    /// <summary>Person whom the case is about: base of the manager and department rules. The initiator when absent.</summary>
    [Input("事项相关人员的编号; 空则为发起人", DisplayName = "相关人员")]
    public Guid? Concerning { get; init; }

    /// <summary>Who gets the tasks.</summary>
    [Input("审批人规则列表, 例如 [{\"by\":\"DirectManager\"}]", DisplayName = "审批人", UIHint = "json-editor")]
    public IReadOnlyList<AssigneeRule> Assignees { get; init; } = [];

    /// <summary>Whose decision counts. When absent: in turn for a manager chain, else any.</summary>
    [Input("Single 单人, All 会签, Any 或签, InTurn 依次, Vote 票签", DisplayName = "多人方式", UIHint = "dropdown", Options = ["Single", "All", "Any", "InTurn", "Vote"])]
    public TaskMode? Mode { get; init; }

    /// <summary>票签: how much of the whole weight has to agree, in percent.</summary>
    [Input("票签通过比例 (1 至 100, 按权重), 默认 51", DisplayName = "通过比例")]
    public int VoteThreshold { get; init; } = new StepTerms().VoteThreshold;

    /// <summary>What happens when the rules find the person who started the flow.</summary>
    [Input("审批人与发起人相同时: Self 本人审批, Skip 跳过, Manager 转上级, Person 转指定人", DisplayName = "审批人为发起人", UIHint = "dropdown", Options = ["Self", "Skip", "Manager", "Person"])]
    public WhenInitiator WhenInitiator { get; init; }

    /// <summary>The person for <see cref="Inbox.WhenInitiator.Person"/>.</summary>
    [Input("审批人为发起人时转给的人员编号", DisplayName = "发起人转给指定人")]
    public Guid? WhenInitiatorPerson { get; init; }

    /// <summary>What happens when the rules find somebody who has agreed before. A step that is signed, or has fields that must be filled in, asks again whatever this says.</summary>
    [Input("重复审批人: Ask 再次审批, Consecutive 相邻节点自动通过, WholeFlow 全流程自动通过", DisplayName = "重复审批人去重", UIHint = "dropdown", Options = ["Ask", "Consecutive", "WholeFlow"])]
    public Duplicates Duplicates { get; init; }

    /// <summary>Who gets a copy when the step opens.</summary>
    [Input("抄送人规则列表", DisplayName = "抄送", UIHint = "json-editor")]
    public IReadOnlyList<AssigneeRule> Cc { get; init; } = [];

    /// <summary>What happens when the rules find nobody.</summary>
    [Input("审批人为空时: Pass 自动通过, Manager 转上级, Administrator 转管理员, Person 转指定人, Fail 报错", DisplayName = "审批人为空", UIHint = "dropdown", Options = ["Pass", "Manager", "Administrator", "Person", "Fail"])]
    public WhenNobody WhenNobody { get; init; } = WhenNobody.Administrator;

    /// <summary>The person for <see cref="Inbox.WhenNobody.Person"/>.</summary>
    [Input("审批人为空时转给的人员编号", DisplayName = "转给指定人")]
    public Guid? WhenNobodyPerson { get; init; }

    /// <summary>Verbs that are offered; all of the kind when absent.</summary>
    [Input("可用操作, 例如 [\"approve\",\"reject\"]; 空则全部", DisplayName = "可用操作", UIHint = "json-editor")]
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Ids of the steps to which it can be returned; every earlier one when absent.</summary>
    [Input("可退回到的节点编号, 例如 [\"listLines\"]; 空则为之前的任一节点", DisplayName = "可退回到", UIHint = "json-editor")]
    public IReadOnlyList<string> ReturnTargets { get; init; } = [];

    /// <summary>Agreeing takes an electronic signature.</summary>
    [Input("同意时需要电子签名", DisplayName = "需要签名", UIHint = "checkbox")]
    public bool Signature { get; init; }

    /// <summary>The sentence that a signer agrees to.</summary>
    [Input("签署意思表示, 会展示并存档", DisplayName = "签署意思", UIHint = "multiline")]
    public string? Intent { get; init; }

    /// <summary>The exact text that is signed, as it is when the task opens.</summary>
    [Input("签署的文件全文", DisplayName = "签署文件", UIHint = "multiline")]
    public string? Document { get; init; }

    /// <summary>What is to be filled in.</summary>
    [Input("表单字段列表", DisplayName = "表单", UIHint = "json-editor")]
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>What is shown beside the form, read-only.</summary>
    [Input("只读展示的数据", DisplayName = "数据", UIHint = "json-editor")]
    public object? Data { get; init; }

    /// <summary>By when, as a moment (UTC).</summary>
    [Input("截止时间 (UTC)", DisplayName = "截止时间")]
    public DateTime? DueAt { get; init; }

    /// <summary>By when, counted from the opening; used when there is no moment.</summary>
    [Input("办理时限, 例如 2.00:00:00", DisplayName = "办理时限")]
    public TimeSpan? DueIn { get; init; }

    /// <summary>By when, counted in working time from the opening, on the calendar of each person who gets the task. Not together with <see cref="DueIn"/>.</summary>
    [Input("按办理人工作日历计算的时限: 2wd 为 2 个工作日, 8wh 为 8 个工作小时", DisplayName = "办理时限 (工作时间)")]
    public string? DueInWorking { get; init; }

    /// <summary>How long before it is due people are reminded.</summary>
    [Input("提前多久提醒", DisplayName = "提前提醒")]
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>How much working time before it is due people are reminded.</summary>
    [Input("提前多少工作时间提醒, 例如 4wh", DisplayName = "提前提醒 (工作时间)")]
    public string? RemindBeforeWorking { get; init; }

    /// <summary>How long after it was due managers get it as well.</summary>
    [Input("逾期多久升级给上级", DisplayName = "逾期升级")]
    public TimeSpan? EscalateAfterDue { get; init; }

    /// <summary>How much working time after it was due managers get it as well.</summary>
    [Input("逾期多少工作时间升级给上级, 例如 1wd", DisplayName = "逾期升级 (工作时间)")]
    public string? EscalateAfterDueWorking { get; init; }

    /// <summary>Whoever gets the task from somebody else has the whole time anew, on their own calendar. Otherwise a task keeps its due time whoever has it.</summary>
    [Input("转办、委派后按新办理人的日历重新计算时限, 默认否", DisplayName = "转办重新计时", UIHint = "checkbox")]
    public bool DueFollowsAssignee { get; init; }

    /// <summary>What escalation does. A signature that is personal is not given by a manager.</summary>
    [Input("逾期升级方式: Share 上级可代为办理, Inform 仅通知上级", DisplayName = "升级方式", UIHint = "dropdown", Options = ["Share", "Inform"])]
    public Escalation Escalation { get; init; }

    /// <summary>Tasks of people who are away go to those whom they have named.</summary>
    [Input("外出期间是否由其委托的人员办理, 默认是", DisplayName = "允许外出委托", UIHint = "checkbox")]
    public bool AllowsAwayDelegate { get; init; } = true;

    /// <summary>How long after one urging the next is possible.</summary>
    [Input("催办间隔, 默认 01:00:00", DisplayName = "催办间隔")]
    public TimeSpan UrgeEvery { get; init; } = new StepTerms().UrgeEvery;

    /// <summary>The step may be approved or refused together with others, from the list.</summary>
    [Input("允许在列表中批量同意或拒绝", DisplayName = "允许批量", UIHint = "checkbox")]
    public bool AllowsBulk { get; init; }

    /// <summary>When the flow goes on by itself (UTC).</summary>
    [Input("到此时间流程自动继续 (UTC)", DisplayName = "自动继续时间")]
    public DateTime? AdvanceAt { get; init; }

    /// <summary>Why it does; kept in the history.</summary>
    [Input("自动继续的原因", DisplayName = "自动继续原因")]
    public string? AdvanceReason { get; init; }

    /// <summary>Stage of the case, for boards.</summary>
    [Input("看板阶段", DisplayName = "阶段")]
    public string? Stage { get; init; }

    /// <summary>Yes or no, or something to do.</summary>
    private protected abstract TaskKind Kind { get; }

    /// <summary>Finds the people and puts the step before them.</summary>
    public sealed override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (WhyNotActions() is { } problem) return Fail("inbox.actions-invalid", problem);
        if (Signature && (string.IsNullOrWhiteSpace(Document) || string.IsNullOrWhiteSpace(Intent)))
            return Fail("inbox.signature-invalid", "Expected a step that is signed to have the document and the intent that are signed, but one of them is empty.");
        if (VoteThreshold is < 1 or > 100) return Fail("inbox.vote-threshold-invalid", $"Expected a threshold of 1 to 100 percent, but got {VoteThreshold}.");
        if (WorkingTimes.WhyNot((nameof(DueIn), DueIn, DueInWorking), (nameof(RemindBefore), RemindBefore, RemindBeforeWorking), (nameof(EscalateAfterDue), EscalateAfterDue, EscalateAfterDueWorking)) is { } unfit)
            return Fail("inbox.due-invalid", unfit);
        if (AdvanceAt <= context.NowUtc) return PassBy(context, Verdict.Advanced, AdvanceReason ?? "已过自动继续时间");
        var initiator = Inbox.Initiator.Of(context);
        var scope = new AssigneeScope(Concerning ?? initiator, initiator, path => Inbox.Initiator.Field(context, path));
        return await Rules.FindAsync(Assignees, WhenNobody, WhenNobodyPerson, scope, ct) switch
        {
            AssigneeFinding.People people => await AskAsync(context, people, scope, ct),
            AssigneeFinding.Passes => PassBy(context, Kind == TaskKind.Approval ? Verdict.Approved : Verdict.Done, "没有可办理的人员, 按规则自动通过"),
            AssigneeFinding.Nobody nobody => Fail(nobody.Refusal.Code, nobody.Refusal.Message),
            var finding => throw new InvalidOperationException($"Expected a known finding, but got {finding.GetType().Name}."),
        };
    }

    private async Task<ActivityResult> AskAsync(ActivityContext context, AssigneeFinding.People found, AssigneeScope scope, CancellationToken ct)
    {
        var asked = await Policies.WithoutInitiatorAsync(found.Ids, WhenInitiator, WhenInitiatorPerson, scope, ct);
        if (asked.Count == 0) return PassBy(context, Kind == TaskKind.Approval ? Verdict.Approved : Verdict.Done, "审批人为发起人, 按规则跳过");
        var copies = Cc.Count == 0 ? new AssigneeFinding.Passes() : await Rules.FindAsync(Cc, WhenNobody.Pass, null, scope, ct);
        if (copies is AssigneeFinding.Nobody nobody) return Fail(nobody.Refusal.Code, nobody.Refusal.Message);
        return await OpenAsync(context, new StepPeople(asked)
        {
            Weights = found.Weights.ToDictionary(pair => pair.Key.ToString("D"), pair => pair.Value),
            Copies = (copies as AssigneeFinding.People)?.Ids ?? [],
            Duplicates = Kind == TaskKind.Approval && !Signature && !Form.Any(field => field.Required) ? Duplicates : Duplicates.Ask,
        }, ct);
    }

    /// <inheritdoc />
    protected sealed override StepRequest RequestIn(ActivityContext context) => new()
    {
        Kind = Kind,
        Mode = Mode ?? (Assignees.Any(rule => rule.By == AssigneeBy.ManagerChain) ? TaskMode.InTurn : TaskMode.Any),
        Actions = Actions.Count == 0 ? TaskVerbs.OfferedTo(Kind) : Actions,
        Title = Title.Length == 0 ? context.ActivityName : Title,
        Instruction = Instruction,
        Concerning = Concerning ?? Inbox.Initiator.Of(context),
        Initiator = Inbox.Initiator.Of(context),
        Form = Form,
        Data = Data,
        Document = Document,
        Intent = Intent,
        NeedsSignature = Signature,
        Stage = Stage,
        DueAt = DueAt,
        DueIn = DueIn,
        RemindBefore = RemindBefore,
        EscalateAfterDue = EscalateAfterDue,
        DueInWorking = WorkingTimes.Read(DueInWorking),
        RemindBeforeWorking = WorkingTimes.Read(RemindBeforeWorking),
        EscalateAfterDueWorking = WorkingTimes.Read(EscalateAfterDueWorking),
        DueFollowsAssignee = DueFollowsAssignee,
        AdvanceAt = AdvanceAt,
        AdvanceReason = AdvanceReason,
        AllowsAwayDelegate = AllowsAwayDelegate,
        Terms = new() { VoteThreshold = VoteThreshold, UrgeEvery = UrgeEvery, AllowsBulk = AllowsBulk, EscalationInforms = Escalation == Escalation.Inform, ReturnTargets = ReturnTargets },
    };

    private string? WhyNotActions()
    {
        var known = TaskVerbs.OfferedTo(Kind);
        if (Actions.Except(known).FirstOrDefault() is { } unknown)
            return $"Expected actions among {string.Join(", ", known)}, but got '{unknown}'.";
        return Actions.Count > 0 && !Actions.Contains(TaskVerbs.MainVerbOf(Kind))
            ? $"Expected '{TaskVerbs.MainVerbOf(Kind)}' among the actions, without which nobody can finish the step, but it is missing."
            : null;
    }
}
