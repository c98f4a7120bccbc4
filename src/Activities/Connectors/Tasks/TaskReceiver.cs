using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.Tasks;

/// <summary>Hands requests for tasks to the application that does them, in the shape of Elsa's webhooks (event <c>Elsa.RunTask</c>).</summary>
public sealed class TaskReceiver
{
    private const string Action = "POST task";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ConnectorWire _wire;
    private readonly TaskOptions _options;

    /// <summary>Made by the client factory.</summary>
    public TaskReceiver(HttpClient http, ConnectorCalls calls, IOptions<TaskOptions> options)
    {
        _options = options.Value;
        _wire = new ConnectorWire(http, calls, new OnlyAddress(_options), ConnectorSystems.Tasks);
    }

    /// <summary>False when nobody is to be told.</summary>
    internal bool IsConfigured => _options.BaseUrl.Length > 0;

    /// <summary>Hands a request over.</summary>
    /// <param name="idempotencyKey">The same whenever this request is repeated; sent as <c>Idempotency-Key</c>.</param>
    /// <param name="request">The members of Elsa's <c>RunTaskWebhook</c>.</param>
    /// <param name="nowUtc">The moment of this attempt.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ConnectorException">Transient for whatever is not a success, 4xx too: an application that is being installed knows the address only later. Permanent for a redirection.</exception>
    internal async Task SendAsync(string idempotencyKey, JsonObject request, DateTime nowUtc, CancellationToken ct)
    {
        var body = new JsonObject { ["eventType"] = "Elsa.RunTask", ["payload"] = request, ["timestamp"] = nowUtc }.ToJsonString(Readable);
        var answer = await _wire.SendAsync(HttpMethod.Post, "", Action, message =>
        {
            if (_options.Token.Length > 0) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
            message.Headers.Add("Idempotency-Key", idempotencyKey);
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }, ct);
        if (!answer.IsSuccess) throw _wire.Transient("refused", $"Tasks {Action}: expected the request to be accepted, but it was answered with HTTP {answer.Status}.");
    }

    // Has no stand-in in the sandbox, so the setting alone says where it is.
    private sealed class OnlyAddress(TaskOptions options) : IConnectorEndpoints
    {
        public Uri? BaseAddress(string system) => options.BaseUrl.Length > 0 ? new Uri(options.BaseUrl) : null;
    }
}
