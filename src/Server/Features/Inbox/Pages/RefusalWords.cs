using HrBpm.Designer.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>What a page says when the API refuses.</summary>
internal static class RefusalWords
{
    public static string CodeOf(ProblemHttpResult refused) => refused.ProblemDetails.Extensions.TryGetValue("code", out var code) ? code as string ?? "" : "";

    /// <summary>A file is larger than the server takes.</summary>
    public static string TooLarge(PageWords words) => words.Say("文件是空的或太大，没有上传。", "The file is empty or too large. It was not uploaded.");

    /// <summary>The refusal in the words of the page: where signing or what was typed is at stake, those of this page, else those that the app has for the code.</summary>
    public static string Of(this PageWords words, ProblemHttpResult refused) => CodeOf(refused) switch
    {
        "tasks.signature.invalid" => words.Say("请填写密码来签署。", "Enter your password to sign."),
        "tasks.changed" => words.Say("你打开之后任务有了变化，请看过后再提交。你填写的内容还在。", "The task has changed since you opened it. Look again, then send. What you entered is still here."),
        "tasks.not-open" => words.Say("任务已不在办理中，不能再添加附件。", "The task is not open any more: nothing can be attached."),
        var code => (ProblemWords.Find(code) ?? ProblemWords.Find("status.other")!.Value) is var said ? words.Say(said.Chinese, said.English) : "",
    };
}
