using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>What pages call the verbs, and what they say when one is done.</summary>
internal static class VerbWords
{
    /// <summary>The verbs in the order of the buttons.</summary>
    public static readonly string[] Order =
    [
        TaskVerbs.Approve, TaskVerbs.Complete, TaskVerbs.Claim, TaskVerbs.Reject, TaskVerbs.Return, TaskVerbs.Transfer, TaskVerbs.Delegate, TaskVerbs.AddBefore, TaskVerbs.AddAfter,
        TaskVerbs.AddBeside, TaskVerbs.RemoveSigner, TaskVerbs.Release, TaskVerbs.Cc, TaskVerbs.Save, TaskVerbs.TakeBack,
    ];

    // A resignation is a notice, not a request: there is nothing to agree to (劳动合同法第三十七条).
    private static bool IsNotice(TaskDetails task) => task.ActivityName.Contains("知悉", StringComparison.Ordinal);

    public static string Of(this PageWords words, string verb, TaskDetails task) => verb switch
    {
        TaskVerbs.Approve when task.TakesSignature => IsNotice(task) ? words.Say("知悉并签署", "Acknowledge and sign") : words.Say("同意并签署", "Approve and sign"),
        TaskVerbs.Approve => IsNotice(task) ? words.Say("知悉", "Acknowledge") : words.Say("同意", "Approve"),
        TaskVerbs.Complete when task.TakesSignature => words.Say("签署并完成", "Sign and complete"),
        TaskVerbs.Complete => words.Say("完成办理", "Complete"),
        TaskVerbs.Reject => IsNotice(task) ? words.Say("记录异议", "Record objection") : words.Say("拒绝", "Reject"),
        TaskVerbs.Return => words.Say("退回", "Return"),
        TaskVerbs.Transfer => words.Say("转交", "Transfer"),
        TaskVerbs.Delegate => words.Say("委派", "Delegate"),
        TaskVerbs.AddBefore => words.Say("前加签", "Add signer before"),
        TaskVerbs.AddAfter => words.Say("后加签", "Add signer after"),
        TaskVerbs.AddBeside => words.Say("并加签", "Add signer beside"),
        TaskVerbs.RemoveSigner => words.Say("减签", "Remove signer"),
        TaskVerbs.Claim => words.Say("认领", "Claim"),
        TaskVerbs.Release => words.Say("归还", "Release"),
        TaskVerbs.Cc => words.Say("抄送", "Send a copy"),
        TaskVerbs.Save => words.Say("暂存", "Save draft"),
        TaskVerbs.TakeBack => words.Say("拿回", "Take back"),
        _ => verb,
    };

    /// <summary>What became of somebody's task, as a heading.</summary>
    public static string Ended(this PageWords words, AssignmentState state, TaskDetails task, bool isSigned) => state switch
    {
        AssignmentState.Approved => (IsNotice(task), isSigned) switch
        {
            (true, true) => words.Say("已签署并知悉", "Signed and acknowledged"),
            (true, false) => words.Say("已知悉", "Acknowledged"),
            (false, true) => words.Say("已签署并同意", "Signed and approved"),
            _ => words.Say("已同意", "Approved"),
        },
        AssignmentState.Completed => isSigned ? words.Say("已签署并完成", "Signed and completed") : words.Say("已办理", "Completed"),
        AssignmentState.Rejected => IsNotice(task) ? words.Say("已记录异议", "Objection recorded") : words.Say("已拒绝", "Rejected"),
        AssignmentState.Returned => words.Say("已退回", "Returned"),
        AssignmentState.Transferred or AssignmentState.Rerouted => words.Say("已转交", "Handed over"),
        AssignmentState.Delegated => words.Say("等受托人回复", "Waiting for the delegate"),
        AssignmentState.Held => words.Say("等加签人", "Waiting for added signers"),
        AssignmentState.Answered => words.Say("已回复", "Answered"),
        AssignmentState.Told => words.Say("已抄送", "Copied"),
        AssignmentState.TakenBack => words.Say("已拿回", "Taken back"),
        AssignmentState.Open => words.Say("等待处理", "Waiting"),
        AssignmentState.Queued => words.Say("还没轮到", "Not yet their turn"),
        _ => words.Say("不再需要处理", "No longer needed"),
    };

    /// <summary>Kind of the step, for colour and icon.</summary>
    public static string KindOf(TaskKind kind, bool isSigned) => isSigned ? "sign" : kind switch { TaskKind.Approval => "approve", TaskKind.Notice => "cc", _ => "handle" };
}
