using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.PayrollHttp;

/// <summary>Speaks the release protocol of docs/payroll-protocol.md with the payroll system.</summary>
public sealed class PayrollClient
{
    private const string Action = "POST releases";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ConnectorWire _wire;
    private readonly IOptions<PayrollOptions> _options;

    /// <summary>Made by the client factory.</summary>
    public PayrollClient(HttpClient http, ConnectorCalls calls, IConnectorEndpoints endpoints, IOptions<PayrollOptions> options)
    {
        _wire = new ConnectorWire(http, calls, endpoints, ConnectorSystems.Payroll);
        _options = options;
    }

    /// <summary>Releases items for payment. The same key always gets the first answer again.</summary>
    /// <param name="idempotencyKey">Key of this one release, the same whenever it is repeated.</param>
    /// <param name="order">What is to be paid.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Release id by item id, one for each item of the order.</returns>
    /// <exception cref="ConnectorException">Permanent for every 4xx except 408 and 429: the payroll system understood and will not pay.</exception>
    internal async Task<IReadOnlyDictionary<string, string>> ReleaseAsync(string idempotencyKey, ReleaseOrder order, CancellationToken ct)
    {
        var answer = await _wire.SendAsync(HttpMethod.Post, "/releases", Action, request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Value.Token);
            request.Headers.Add("Idempotency-Key", idempotencyKey);
            request.Content = new StringContent(JsonSerializer.Serialize(order, Json), Encoding.UTF8, "application/json");
        }, ct);
        if (!answer.IsSuccess) throw Refused(answer);
        var releases = Parse<ReleaseAnswer>(answer.Body)?.Releases ?? throw _wire.Garbled(Action, "a JSON object with releases");
        var ids = releases.Where(r => !string.IsNullOrEmpty(r.ItemId) && !string.IsNullOrEmpty(r.ReleaseId)).GroupBy(r => r.ItemId!).ToDictionary(g => g.Key, g => g.First().ReleaseId!);
        var missing = order.Items.Where(item => !ids.ContainsKey(item.ItemId)).Select(item => item.ItemId).ToList();
        return missing.Count == 0 ? ids : throw _wire.Permanent("incomplete-answer",
            $"Payroll {Action}: expected a release of each of {order.Items.Count} items, but there is none for {string.Join(", ", missing)}.");
    }

    private ConnectorException Refused(WireAnswer answer)
    {
        var problem = Parse<ProblemAnswer>(answer.Body);
        var why = (problem?.Detail ?? problem?.Title) is { Length: > 0 } text ? $" ({text[..Math.Min(text.Length, 300)]})" : "";
        var said = Redaction.Of($"Payroll {Action}: expected the items to be released, but it answered HTTP {answer.Status}{why}.", Secrets.Of(_options.Value));
        return (HttpStatusCode)answer.Status switch
        {
            HttpStatusCode.Conflict => _wire.Permanent("conflict", said),
            HttpStatusCode.UnprocessableEntity => _wire.Permanent("rejected", said),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => _wire.Permanent("not-authorised", said),
            _ => _wire.Permanent("refused", said),
        };
    }

    private static T? Parse<T>(string body) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ReleaseAnswer(IReadOnlyList<Release>? Releases);

    private sealed record Release(string? ItemId, string? ReleaseId);

    private sealed record ProblemAnswer(string? Title, string? Detail);
}

/// <summary>Body of a release.</summary>
internal sealed record ReleaseOrder(string StatementId, string EmployeeNumber, string Reason, IReadOnlyList<PayrollItem> Items);
