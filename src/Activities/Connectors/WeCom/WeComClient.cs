namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Calls WeCom with a valid token, and bears with its short hiccups.</summary>
public sealed class WeComClient(WeComWire wire, WeComTokens tokens, TimeProvider time)
{
    /// <summary>WeCom asks for at most three retries on errcode -1 (document path 90455); what is still busy then is left to the job's own retries.</summary>
    private const int MostRetries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    internal int AgentId => wire.AgentId;

    internal WeComOptions Options => wire.Options;

    internal Task<TReply> GetAsync<TReply>(WeComSecret secret, string action, string query, int[] accepted, CancellationToken ct) where TReply : WeComReply =>
        CallAsync<TReply>(secret, HttpMethod.Get, action, query, null, accepted, ct);

    internal Task<TReply> PostAsync<TReply>(WeComSecret secret, string action, object body, int[] accepted, CancellationToken ct) where TReply : WeComReply =>
        CallAsync<TReply>(secret, HttpMethod.Post, action, "", body, accepted, ct);

    /// <summary>Walks a list to its end by cursor.</summary>
    /// <exception cref="ConnectorException">Also when a cursor comes back a second time, which would never end.</exception>
    internal async Task<IReadOnlyList<TItem>> ListAsync<TReply, TItem>(string action, Func<string, object> body, Func<TReply, (IReadOnlyList<TItem>? Items, string? Next)> page, CancellationToken ct)
        where TReply : WeComReply
    {
        List<TItem> all = [];
        HashSet<string> seen = [];
        for (var cursor = ""; seen.Add(cursor);)
        {
            var (items, next) = page(await PostAsync<TReply>(WeComSecret.App, action, body(cursor), [], ct));
            all.AddRange(items ?? []);
            if (string.IsNullOrEmpty(next)) return all;
            cursor = next;
        }
        throw wire.Garbled(action, "a cursor that moves on");
    }

    /// <summary>The exception for a per-item errcode that a later attempt may mend.</summary>
    internal ConnectorException Refused(string action, int errcode) => wire.Refused(action, new WeComReply { Errcode = errcode, Errmsg = "for single items" });

    private async Task<TReply> CallAsync<TReply>(WeComSecret secret, HttpMethod method, string action, string query, object? body, int[] accepted, CancellationToken ct)
        where TReply : WeComReply
    {
        string? refused = null;
        for (var retries = 0; ;)
        {
            var token = await tokens.GetAsync(secret, refused, stop => wire.FetchTokenAsync(secret, stop), ct);
            var reply = await wire.ExchangeAsync<TReply>(method, $"/{action}?access_token={Uri.EscapeDataString(token)}{query}", action, body, ct);
            var errcode = reply.Errcode!.Value;
            if (errcode == 0 || accepted.Contains(errcode)) return reply;
            if (WeComErrors.IsToken(errcode) && refused is null) refused = token;
            else if (errcode == WeComErrors.Busy && retries < MostRetries) await Task.Delay(FirstDelay * Math.Pow(2, retries++), time, ct);
            else throw wire.Refused(action, reply);
        }
    }
}
