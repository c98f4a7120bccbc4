using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>抄送: tells people how a flow stands. They find it among their copies and get a message; the flow does not wait for them.</summary>
/// <remarks>Runs in the engine's transaction: copies and workflow state commit together. Where the rules find nobody, the step passes without telling anybody.</remarks>
[Activity("HrBpm.SendCopy", "抄送", Category = "人工", Icon = "send", Description = "按规则找到相关人员, 抄送流程内容并发送消息; 不等待, 找不到人时直接通过。")]
[Outcomes("Done")]
public sealed class SendCopy(IInbox inbox, IOrg org) : Activity
{
    /// <summary>One line that the list of copies shows; the step's name when empty.</summary>
    [Input("抄送标题, 例如 {{ Variables.Request.kind }} 已批准", DisplayName = "标题")]
    public string Title { get; init; } = "";

    /// <summary>What people should know.</summary>
    [Input("要知会的内容", DisplayName = "说明", UIHint = "multiline")]
    public string? Instruction { get; init; }

    /// <summary>Person whom the case is about: base of the manager and department rules. The initiator when absent.</summary>
    [Input("事项相关人员的编号; 空则为发起人", DisplayName = "相关人员")]
    public Guid? Concerning { get; init; }

    /// <summary>Who gets a copy.</summary>
    [Input("抄送人规则列表, 例如 [{\"by\":\"Role\",\"value\":\"HrSpecialist\"}]", DisplayName = "抄送人", UIHint = "json-editor")]
    public IReadOnlyList<AssigneeRule> Assignees { get; init; } = [];

    /// <summary>What is shown, read-only.</summary>
    [Input("只读展示的数据", DisplayName = "数据", UIHint = "json-editor")]
    public object? Data { get; init; }

    /// <summary>Ids of those who got a copy, in the order of the rules.</summary>
    [Output("收到抄送的人员编号列表")]
    public IReadOnlyList<object?> Recipients { get; private set; } = [];

    /// <summary>Finds the people and tells them.</summary>
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var initiator = Inbox.Initiator.Of(context);
        var scope = new AssigneeScope(Concerning ?? initiator, initiator, path => Inbox.Initiator.Field(context, path));
        switch (await new AssigneeRules(org).FindAsync(Assignees, WhenNobody.Pass, null, scope, ct))
        {
            case AssigneeFinding.Nobody nobody:
                return Fail(nobody.Refusal.Code, nobody.Refusal.Message);
            case AssigneeFinding.People people:
                await new Notices(context, inbox, org).TellAsync(RequestIn(context, scope), people.Ids, ct);
                Recipients = [.. people.Ids.Select(id => id.ToString("D"))];
                return Done();
            default:
                return Done();
        }
    }

    private StepRequest RequestIn(ActivityContext context, AssigneeScope scope) => new()
    {
        Kind = TaskKind.Notice,
        Actions = [],
        Title = Title.Length == 0 ? context.ActivityName : Title,
        Instruction = Instruction,
        Concerning = scope.Concerning,
        Initiator = scope.Initiator,
        Data = Data,
    };
}
