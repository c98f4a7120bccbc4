using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Sends members a card with a link, or a text when there is no link (document path 90236).</summary>
/// <remarks>
/// A repeated run delivers nothing twice: a card's task id is accepted once, and WeCom drops a message of equal content within four hours. WeCom answers
/// errcode 0 when only some receivers are invalid; they are an output. A click on a card is not a signature.
/// </remarks>
[Activity("HrBpm.WeCom.SendMessage", "发送企业微信消息", Category = "企业微信", Icon = "message")]
[RunsOutside(LeaseSeconds = 240)]
public sealed class SendMessage(WeComClient weCom) : ConnectorActivity
{
    private const string Action = "message/send";
    private const int MostReceivers = 1000;
    private const int FourHours = 14_400;

    /// <summary>Receivers.</summary>
    [Input("接收成员 userid 列表, 最多 1000 人", UIHint = "json-editor")]
    public IReadOnlyList<string> ToUserIds { get; init; } = [];

    /// <summary>Heading.</summary>
    [Input("标题, 例如 离职审批")]
    public string Title { get; init; } = "";

    /// <summary>Text below the heading.</summary>
    [Input("正文", UIHint = "multiline")]
    public string Text { get; init; } = "";

    /// <summary>Where a click leads; a text without link is sent when empty.</summary>
    [Input("点击后打开的链接")]
    public string Url { get; init; } = "";

    /// <summary>What makes the message one of its kind; the visit itself when empty.</summary>
    [Input("任务 id, 同一应用内不重复")]
    public string TaskId { get; init; } = "";

    /// <summary>Receivers that the message did not reach.</summary>
    [Output("未送达的成员")]
    public List<object?> InvalidUsers { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        var receivers = ToUserIds.Where(id => !string.IsNullOrWhiteSpace(id)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (receivers.Count is 0 or > MostReceivers) return Fail("wecom.receivers", $"Expected 1 to {MostReceivers} receivers of the message, but there are {receivers.Count}.");
        if (Title.Length + Text.Length == 0) return Fail("wecom.empty-message", "Expected a title or a text to send, but both are empty.");
        var body = Url.Length > 0 ? Card(receivers, MessageTaskId.From(TaskId.Length > 0 ? TaskId : context.IdempotencyKey)) : PlainText(receivers);
        var reply = await weCom.PostAsync<MessageReply>(WeComSecret.App, Action, body, [WeComErrors.NoValidReceiver, WeComErrors.TaskIdUsedOrMalformed], ct);
        // The id is well formed, so a refusal of it means that an earlier attempt was delivered but its answer was lost.
        if (reply.Errcode == WeComErrors.TaskIdUsedOrMalformed) return Done();
        InvalidUsers = [.. Split(reply.Invaliduser).Concat(Split(reply.Unlicenseduser)).Distinct(StringComparer.OrdinalIgnoreCase)];
        return reply.Errcode == 0 ? Done() : Fail("wecom.no-valid-receiver", $"Expected at least one of {receivers.Count} receivers to be reachable, but WeCom knows none of them (81013).");
    }

    private object Card(List<string> receivers, string taskId) => new
    {
        touser = string.Join('|', receivers),
        msgtype = "template_card",
        agentid = weCom.AgentId,
        template_card = new
        {
            card_type = "text_notice",
            main_title = new { title = Title },
            sub_title_text = Text,
            task_id = taskId,
            card_action = new { type = 1, url = Url },
        },
        enable_duplicate_check = 1,
        duplicate_check_interval = FourHours,
    };

    private object PlainText(List<string> receivers) => new
    {
        touser = string.Join('|', receivers),
        msgtype = "text",
        agentid = weCom.AgentId,
        text = new { content = Title.Length > 0 && Text.Length > 0 ? $"{Title}\n{Text}" : Title + Text },
        enable_duplicate_check = 1,
        duplicate_check_interval = FourHours,
    };

    private static string[] Split(string? users) => (users ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
