using System.Text;
using System.Text.RegularExpressions;

namespace HrBpm.Activities.Connectors;

/// <summary>Keeps evidence of every HTTP call, answered or not.</summary>
/// <remarks>The handlers of IHttpClientFactory live in scopes of their own, therefore the collector travels with the request.</remarks>
internal sealed partial class RecordCalls(string system, TimeProvider time, Func<IReadOnlyList<string>> secrets, int readAtMost = 8 * 1024 * 1024) : DelegatingHandler
{
    public static readonly HttpRequestOptionsKey<ConnectorCalls> Collector = new("HrBpm.ConnectorCalls");
    public static readonly HttpRequestOptionsKey<string> Action = new("HrBpm.ConnectorAction");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var startedUtc = time.GetUtcNow().UtcDateTime;
        var mark = time.GetTimestamp();
        var sent = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null;
        HttpResponseMessage? response = null;
        int? status = null;
        string? received = null, failure = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            status = (int)response.StatusCode;
            await response.Content.LoadIntoBufferAsync(readAtMost, cancellationToken);
            received = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            response?.Dispose();
            failure = e is OperationCanceledException ? "no answer in time" : e.Message;
            throw;
        }
        finally
        {
            if (request.Options.TryGetValue(Collector, out var calls)) calls.Add(Describe());
        }

        ConnectorCall Describe()
        {
            IReadOnlyList<string> hide = [.. secrets(), .. Carried(request)];
            var action = request.Options.TryGetValue(Action, out var name) ? name : "";
            return new ConnectorCall(system, action, Redaction.Of($"{request.Method} {request.RequestUri}", hide),
                sent is null ? null : Redaction.Of(sent, hide), status, received is null ? null : Redaction.Of(received, hide),
                failure is null ? null : Redaction.Of(failure, hide), startedUtc, time.GetElapsedTime(mark));
        }
    }

    /// <summary>The secrets that this request carries: an answer may echo them in a place that no field name gives away.</summary>
    private static IEnumerable<string> Carried(HttpRequestMessage request)
    {
        if (request.Headers.Authorization?.Parameter is { } bearer) yield return bearer;
        foreach (var header in request.Headers.NonValidated.Where(h => SecretName().IsMatch(h.Key)))
            foreach (var value in header.Value) yield return value;
        foreach (Match match in SecretInQuery().Matches(request.RequestUri?.Query ?? ""))
        {
            yield return match.Groups[1].Value;
            yield return Uri.UnescapeDataString(match.Groups[1].Value);
        }
    }

    [GeneratedRegex("auth|cookie|token|secret|signature|password|(?<!idempotency-)key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("[?&][^=&]*(?:token|secret|sign|password|key)[^=&]*=([^&]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretInQuery();
}
