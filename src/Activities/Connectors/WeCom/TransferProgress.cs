namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>How far the inheritance of customers from one member by another has come (document path 94082).</summary>
internal static class TransferProgress
{
    public const int Transferred = 1, Waiting = 2, Refused = 3, Capped = 4;

    /// <summary>Latest known status by customer. A customer without an entry was never started; a status that is not listed above counts as still open.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> ReadAsync(WeComClient weCom, string fromUserId, string toUserId, CancellationToken ct)
    {
        var all = await weCom.ListAsync<TransferResultReply, CustomerProgress>("externalcontact/resigned/transfer_result",
            cursor => new { handover_userid = fromUserId, takeover_userid = toUserId, cursor }, reply => (reply.Customer, reply.NextCursor), ct);
        Dictionary<string, int> statuses = new(StringComparer.Ordinal);
        foreach (var customer in all) statuses[customer.ExternalUserid] = customer.Status;
        return statuses;
    }
}
