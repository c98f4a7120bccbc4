using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.Mail;

/// <summary>Sends a mail in plain text.</summary>
/// <remarks>
/// SMTP cannot tell whether a message was sent before. Its Message-ID is therefore made from the message key, so that a mailbox that gets it twice after a
/// crash between sending and committing recognises it as one.
/// </remarks>
[Activity("HrBpm.Mail.Send", "发送邮件", Category = "通知", Icon = "mail")]
[RunsOutside]
public sealed class SendMail(Letters letters) : ConnectorActivity
{
    /// <summary>Receivers, separated by commas.</summary>
    [Input("收件人, 多个用逗号分隔"), Required]
    public string To { get; init; } = "";

    /// <summary>Subject.</summary>
    [Input("主题"), Required]
    public string Subject { get; init; } = "";

    /// <summary>Text.</summary>
    [Input("正文", UIHint = "multiline")]
    public string Text { get; init; } = "";

    /// <summary>What makes the mail one of its kind; the visit itself when empty.</summary>
    [Input("邮件标识, 用于生成稳定的 Message-ID")]
    public string MessageKey { get; init; } = "";

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (!letters.CanBeSent) return Fail("mail.not-configured", "Expected Connectors:Mail:Host to be set, but it is empty.");
        if (!Letters.IsAddress(To)) return Fail("mail.bad-address", $"Expected mail addresses separated by commas, but got '{To}'.");
        await letters.SendAsync(To, Subject, Text, MessageKey.Length > 0 ? MessageKey : context.IdempotencyKey, ct);
        return Done();
    }
}
