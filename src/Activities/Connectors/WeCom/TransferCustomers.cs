using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Starts the inheritance of a leaver's customers (document path 94081). Errcode 0 only means started: WeCom completes it after 24 hours.</summary>
/// <remarks>
/// Asks first which customers were started already and leaves them out, so a run that is repeated after a crash starts nobody twice.
/// Customers who were refused at the receiver's cap are started again, because nothing happened to them.
/// </remarks>
[Activity("HrBpm.WeCom.TransferCustomers", "分配离职成员的客户", Category = "企业微信", Icon = "users")]
[RunsOutside(LeaseSeconds = 600)]
public sealed class TransferCustomers(WeComClient weCom) : ConnectorActivity
{
    private const string Action = "externalcontact/resigned/transfer_customer";
    private const int MostPerCall = 100;

    /// <summary>Member who left, already deleted.</summary>
    [Input("已离职成员 userid"), Required]
    public string FromUserId { get; init; } = "";

    /// <summary>Member who takes over.</summary>
    [Input("接替成员 userid"), Required]
    public string ToUserId { get; init; } = "";

    /// <summary>Customers, as external_userid.</summary>
    [Input("客户 external_userid 列表", UIHint = "json-editor")]
    public IReadOnlyList<string> Customers { get; init; } = [];

    /// <summary>Customers whose inheritance is under way or complete.</summary>
    [Output("已开始分配的客户")]
    public List<object?> Started { get; private set; } = [];

    /// <summary>Customers that WeCom did not accept: <c>{customer, errcode}</c>.</summary>
    [Output("未能开始分配的客户及错误码")]
    public List<object?> Failed { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(FromUserId) || string.IsNullOrWhiteSpace(ToUserId))
            return Fail("wecom.no-user-id", $"Expected the userids of the leaver and of the receiver, but they are '{FromUserId}' and '{ToUserId}'.");
        var wanted = Customers.Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0) return Done();
        var statuses = await TransferProgress.ReadAsync(weCom, FromUserId, ToUserId, ct);
        var (earlier, open) = (wanted.Where(IsStarted).ToList(), wanted.Where(customer => !IsStarted(customer)).ToList());
        var answers = await StartAsync(open, ct);
        // One attempt reports for all its customers, so a customer whom WeCom was too busy for makes the attempt run again.
        if (answers.Values.FirstOrDefault(WeComErrors.IsTransient) is var errcode and not 0) throw weCom.Refused(Action, errcode);
        Started = [.. earlier, .. open.Where(customer => IsUnderWay(answers[customer]))];
        Failed = [.. open.Where(customer => !IsUnderWay(answers[customer])).Select(customer => Describe(customer, answers[customer]))];
        return Done();

        bool IsStarted(string customer) => statuses.GetValueOrDefault(customer) is TransferProgress.Transferred or TransferProgress.Waiting or TransferProgress.Refused;
    }

    private async Task<Dictionary<string, int>> StartAsync(List<string> customers, CancellationToken ct)
    {
        Dictionary<string, int> answers = new(StringComparer.Ordinal);
        foreach (var batch in customers.Chunk(MostPerCall))
        {
            var reply = await weCom.PostAsync<TransferReply>(WeComSecret.App, Action, new { handover_userid = FromUserId, takeover_userid = ToUserId, external_userid = batch }, [], ct);
            foreach (var customer in reply.Customer ?? []) answers[customer.ExternalUserid] = customer.Errcode;
            // No word about a customer is no proof that they were started.
            foreach (var customer in batch) answers.TryAdd(customer, WeComErrors.Busy);
        }
        return answers;
    }

    private static bool IsUnderWay(int errcode) => errcode is 0 or WeComErrors.CustomerBeingTransferred;

    private static Dictionary<string, object?> Describe(string customer, int errcode) => new() { ["customer"] = customer, ["errcode"] = errcode };
}
