using System.Net;
using System.Text;

namespace HrBpm.Activities.Connectors;

/// <summary>One HTTP exchange with a system. What fails below the system's own protocol is named here, the same for all systems.</summary>
internal sealed class ConnectorWire(HttpClient http, ConnectorCalls calls, IConnectorEndpoints endpoints, string system)
{
    private string Prefix { get; } = system.ToLowerInvariant();

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query under the system's base address, starting with a slash.</param>
    /// <param name="action">Name of the action, for messages and evidence; the path would carry tokens.</param>
    /// <param name="prepare">Adds headers and body.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ConnectorException">Not configured, no connection, no answer in time, HTTP 408, 429, 5xx or a redirection.</exception>
    public async Task<WireAnswer> SendAsync(HttpMethod method, string path, string action, Action<HttpRequestMessage> prepare, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, Address(path, action));
        request.Options.Set(RecordCalls.Collector, calls);
        request.Options.Set(RecordCalls.Action, action);
        prepare(request);
        try
        {
            using var response = await http.SendAsync(request, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            return Judge(new WireAnswer((int)response.StatusCode, Encoding.UTF8.GetString(bytes)), RetryAfter(response), action);
        }
        catch (HttpRequestException e)
        {
            throw Transient("unreachable", $"{system} {action}: expected an answer, but the connection failed ({e.HttpRequestError}).", inner: e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw Transient("timeout", $"{system} {action}: expected an answer within {http.Timeout.TotalSeconds:0.#} s, but none came.", inner: e);
        }
    }

    /// <summary>The answer is not in the system's protocol, so it says nothing about what was done.</summary>
    public ConnectorException Garbled(string action, string expected, Exception? inner = null) =>
        Transient("garbled", $"{system} {action}: expected {expected}, but the answer was something else.", inner: inner);

    public ConnectorException Transient(string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null) =>
        new($"{Prefix}.{reason}", message, isTransient: true, retryAfter, inner);

    public ConnectorException Permanent(string reason, string message) => new($"{Prefix}.{reason}", message, isTransient: false);

    private Uri Address(string path, string action) => endpoints.BaseAddress(system) is { } root
        ? new Uri(root.AbsoluteUri.TrimEnd('/') + path)
        : throw Permanent("not-configured", $"{system} {action}: expected Connectors:{system}:BaseUrl to be set, but it is empty.");

    private WireAnswer Judge(WireAnswer answer, TimeSpan? retryAfter, string action)
    {
        var said = $"{system} {action}: expected success, but it answered HTTP {answer.Status}.";
        return (HttpStatusCode)answer.Status switch
        {
            HttpStatusCode.TooManyRequests => throw Transient("rate-limited", said, retryAfter),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => throw Transient("unavailable", said, retryAfter),
            // Following a redirection would hand the request's secrets to an address that nobody configured.
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => throw Permanent("redirected", said),
            _ => answer,
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}

/// <summary>What came back: status below 300, or 4xx for the system's protocol to judge.</summary>
internal sealed record WireAnswer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
