using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>What a page says when the API refuses.</summary>
internal static class RefusalWords
{
    public static string CodeOf(ProblemHttpResult refused) => refused.ProblemDetails.Extensions.TryGetValue("code", out var code) ? code as string ?? "" : "";

    /// <summary>A file is larger than the server takes.</summary>
    public static string TooLarge(PageWords words) => words.Say("文件是空的或太大，没有上传。", "The file is empty or too large. It was not uploaded.");

    /// <summary>The refusal in the words of the page; the API's own sentence where there are none.</summary>
    public static string Of(this PageWords words, ProblemHttpResult refused) => CodeOf(refused) switch
    {
        "signatures.wrong-password" => words.Say("密码不正确，还没有签署。", "The password does not match. Nothing was signed."),
        "signatures.wrong-passkey" => words.Say("通行密钥没有通过，还没有签署。可以改用密码。", "The passkey was not accepted. Nothing was signed. You can use your password."),
        "signatures.locked-out" => words.Say("密码错误次数过多，账号已锁定一段时间，还没有签署。", "Too many wrong passwords: the account is locked for some time. Nothing was signed."),
        "tasks.signature.invalid" => words.Say("请填写密码来签署。", "Enter your password to sign."),
        "tasks.changed" => words.Say("你打开之后任务有了变化，请看过后再提交。你填写的内容还在。", "The task has changed since you opened it. Look again, then send. What you entered is still here."),
        "tasks.recipient.invalid" => words.Say("请选择一位在职、且不是当事人的同事。", "Choose somebody who is employed and whom the case is not about."),
        "tasks.return-target.invalid" => words.Say("请选择要退回到的步骤。", "Choose the step to return to."),
        "tasks.comment.invalid" or "discussion.text.invalid" => words.Say("请写 1 到 4000 个字。", "Write 1 to 4,000 characters."),
        "discussion.stands" => words.Say("已超过可撤回的时间。", "It is too late to withdraw it."),
        "discussion.mention.invalid" => words.Say("提到的人里有人不能查看这个流程，请重新选择。", "Somebody who is mentioned may not read this flow. Choose again."),
        "tasks.next-has-acted" or "tasks.handled-meanwhile" => words.Say("下一步已经有人处理，不能再拿回。", "Somebody has acted on the next step: it cannot be taken back any more."),
        "tasks.delegated" => words.Say("正在等受托人回复。", "It waits for the answer of a delegate."),
        "tasks.held" => words.Say("正在等加签人签署。", "It waits for those who were asked to sign first."),
        "tasks.claimed" => words.Say("已由另一位候选人认领。", "Another candidate has claimed it."),
        "tasks.attachment-size" => TooLarge(words),
        "tasks.attachment-content" => words.Say("文件内容和名称不符，或是程序，没有上传。", "The content is not what the name says, or a program. It was not uploaded."),
        "tasks.not-open" => words.Say("任务已不在办理中，不能再添加附件。", "The task is not open any more: nothing can be attached."),
        "tasks.not-yet" => words.Say("还没轮到你。", "It is not your turn yet."),
        _ => refused.ProblemDetails.Detail ?? "",
    };
}
