using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace HrBpm.Designer.Inbox;

/// <summary>Does a verb with a task; asks for what it needs and no more.</summary>
/// <param name="requests">Ids of what the person wants: what is sent again after a lost answer does nothing twice.</param>
internal sealed class TaskVerb(HrBpmClient api, IDialogService dialogs, IStringLocalizer<Words> l, RequestIds requests)
{
    public static string Name(string verb, bool isNotice, IStringLocalizer<Words> l) => verb switch
    {
        "approve" => l["同意"],
        "reject" => isNotice ? l["记录异议"] : l["拒绝"],
        "complete" => l["完成办理"],
        "return" => l["退回"],
        "transfer" => l["转交"],
        "delegate" => l["委派"],
        "addBefore" => l["前加签"],
        "addAfter" => l["后加签"],
        "addBeside" => l["并加签"],
        "removeSigner" => l["减签"],
        "claim" => l["认领"],
        "release" => l["归还"],
        "cc" => l["抄送"],
        "save" => l["暂存"],
        "takeBack" => l["拿回"],
        _ => verb,
    };

    /// <returns>What to say of it when the task has left the person; null when it has not, or the person thought better of it.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<string?> RunAsync(TaskDetails task, string verb, JsonObject answers, string comment)
    {
        var words = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
        switch (verb)
        {
            case "approve" or "complete":
                return await DecideAsync(task, verb, answers, words);
            case "reject":
                words ??= await dialogs.AskReasonAsync(Name(verb, task.ActivityName.Contains("知悉", StringComparison.Ordinal), l), l["原因会写进流程记录"]);
                if (words is null) return null;
                await SendAsync(task, verb, "", id => api.CompleteTaskAsync(task.Id, new() { Action = verb, Comment = words, Version = task.Version, RequestId = id }));
                return Said(l["已拒绝：{0}"], task);
            case "return":
                if (await dialogs.AskStepAsync(task.EarlierSteps, l["退回"]) is not { } step) return null;
                await SendAsync(task, verb, step.To, id => api.ReturnTaskAsync(task.Id, new() { To = step.To, Then = step.ComesBack ? Then.StraightBack : Then.Walk, Comment = words ?? step.Comment, Version = task.Version, RequestId = id }));
                return Said(l["已退回：{0}"], task);
            case "transfer" or "delegate":
                if (await dialogs.AskPersonAsync(Name(verb, false, l)) is not { } person) return null;
                var said = words ?? person.Comment;
                await SendAsync(task, verb, person.Id, id => verb == "transfer"
                    ? api.TransferTaskAsync(task.Id, new() { To = person.Id, Comment = said, Version = task.Version, RequestId = id })
                    : api.DelegateTaskAsync(task.Id, new() { To = person.Id, Comment = said, Version = task.Version, RequestId = id }));
                return string.Format(CultureInfo.CurrentCulture, verb == "transfer" ? l["已转交给 {0}"] : l["已委派给 {0}，回复后回到你这里"], person.Name);
            case "addBefore" or "addAfter" or "addBeside":
                if (await dialogs.AskPersonAsync(Name(verb, false, l)) is not { } signer) return null;
                var place = verb switch { "addBefore" => Where.Before, "addAfter" => Where.After, _ => Where.Beside };
                await SendAsync(task, verb, signer.Id, id => api.AddSignersAsync(task.Id, new() { People = [signer.Id], Place = place, Comment = words ?? signer.Comment, Version = task.Version, RequestId = id }));
                return string.Format(CultureInfo.CurrentCulture, l["已请 {0} 加签"], signer.Name);
            case "removeSigner":
                if (await dialogs.AskPersonAsync(Name(verb, false, l)) is not { } removed) return null;
                await SendAsync(task, verb, removed.Id, id => api.RemoveSignerAsync(task.Id, new() { Person = removed.Id, Comment = words, Version = task.Version, RequestId = id }));
                return string.Format(CultureInfo.CurrentCulture, l["已减去 {0} 的签署"], removed.Name);
            case "cc":
                if (await dialogs.AskPersonAsync(Name(verb, false, l)) is not { } reader) return null;
                await SendAsync(task, verb, reader.Id, id => api.SendCopiesAsync(task.Id, new() { People = [reader.Id], Comment = words, RequestId = id }));
                return null;
            case "claim":
                await SendAsync(task, verb, "", id => api.ClaimTaskAsync(task.Id, new() { RequestId = id }));
                return l["已认领"];
            case "release":
                await SendAsync(task, verb, "", id => api.ReleaseTaskAsync(task.Id, new() { RequestId = id }));
                return l["已归还给候选人"];
            case "takeBack":
                await SendAsync(task, verb, "", id => api.TakeBackTaskAsync(task.Id, new() { Comment = words, RequestId = id }));
                return l["已拿回，回到你的待办"];
            case "save":
                await api.SaveDraftAsync(task.Id, new() { Answers = answers, Comment = words });
                return null;
            default:
                throw new InvalidOperationException($"Expected a verb that the page knows, but got '{verb}'.");
        }
    }

    private async Task<string?> DecideAsync(TaskDetails task, string verb, JsonObject answers, string? comment)
    {
        SignatureGiven? signature = null;
        if (task.TakesSignature)
        {
            signature = await dialogs.AskSignatureAsync(task, DecideAsync);
            return signature is null ? null : Said(l["已签署：{0}"], task);
        }

        await DecideAsync(null);
        return Said(verb == "approve" ? l["已同意：{0}"] : l["已完成：{0}"], task);

        Task DecideAsync(SignatureGiven? given) => SendAsync(task, verb, "", id =>
            api.CompleteTaskAsync(task.Id, new() { Action = verb, Answers = answers.Count == 0 ? null : (JsonObject)answers.DeepClone(), Comment = comment, Version = task.Version, Signature = given, RequestId = id }));
    }

    private Task SendAsync(TaskDetails task, string verb, object with, Func<Guid, Task> send) => requests.SendAsync($"{verb} {task.Id} {with}", send);

    private static string Said(string sentence, TaskDetails task) => string.Format(CultureInfo.CurrentCulture, sentence, task.Title);
}
