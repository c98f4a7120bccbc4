using System.Collections;
using System.Net.Http.Headers;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Sends the requests of flows, within the limits of <see cref="HttpOptions"/>.</summary>
public sealed class HttpCaller(HttpClient http, ConnectorCalls calls, IOptions<HttpOptions> options)
{
    internal const string System = "Http", Timeout = "http.timeout", Unreachable = "http.unreachable";

    /// <exception cref="ConnectorException">Transient: no connection, no answer in time. Permanent: the request itself is wrong, or asks for what flows may not reach.</exception>
    internal async Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken ct)
    {
        using var request = Compose(call);
        request.Options.Set(RecordCalls.Collector, calls);
        request.Options.Set(RecordCalls.Action, request.Method.Method);
        var where = $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
        try
        {
            using var response = await http.SendAsync(request, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            return new HttpAnswer((int)response.StatusCode, response.ReasonPhrase ?? "", HttpBody.Read(bytes, response.Content.Headers.ContentType), HeadersOf(response), response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException e) when (e.InnerException is AddressForbiddenException forbidden)
        {
            throw Permanent("address-forbidden", forbidden.Message, e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Permanent("answer-too-large", $"Expected {where} to answer with at most {options.Value.LargestAnswerBytes} bytes, but the answer is longer.", e);
        }
        catch (HttpRequestException e)
        {
            throw new ConnectorException(Unreachable, $"Expected {where} to answer, but the connection failed ({e.HttpRequestError}).", isTransient: true, inner: e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ConnectorException(Timeout, $"Expected {where} to answer within {http.Timeout.TotalSeconds:0.#} s, but it did not.", isTransient: true, inner: e);
        }
    }

    private HttpRequestMessage Compose(HttpCall call)
    {
        var request = new HttpRequestMessage { RequestUri = AddressOf(call.Url) };
        try
        {
            request.Method = new HttpMethod(string.IsNullOrWhiteSpace(call.Method) ? "GET" : call.Method.Trim().ToUpperInvariant());
            AddContent(request, call);
            AddHeaders(request.Headers, call);
            foreach (var (name, value) in call.Headers) AddHeader(request, name, TextsOf(value));
            if (!request.Headers.Contains("Idempotency-Key")) request.Headers.Add("Idempotency-Key", call.IdempotencyKey);
            return request;
        }
        catch (Exception e) when (e is FormatException or ConnectorException)
        {
            request.Dispose();
            throw e as ConnectorException ?? Permanent("request-invalid", $"Expected method, content type and headers as HTTP wants them, but one is not: {e.Message}", e);
        }
    }

    private static Uri AddressOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
        ? address
        : throw Permanent("url-invalid", "Expected an absolute http or https address without a user name in it, but it was something else.");

    private void AddContent(HttpRequestMessage request, HttpCall call)
    {
        if (HttpBody.Of(call.Content, call.ContentType) is not var (bytes, type)) return;
        if (bytes.Length > options.Value.LargestRequestBytes)
            throw Permanent("request-too-large", $"Expected a request body of at most {options.Value.LargestRequestBytes} bytes, but it has {bytes.Length}.");
        request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = type } };
    }

    private static void AddHeaders(HttpRequestHeaders headers, HttpCall call)
    {
        if (string.IsNullOrWhiteSpace(call.Authorization)) return;
        if (call.SendsAuthorizationUnchecked) AddUnchecked(headers, "Authorization", [call.Authorization]);
        // The parser's own error would repeat the secret.
        else headers.Authorization = AuthenticationHeaderValue.TryParse(call.Authorization, out var sound) ? sound
            : throw Permanent("request-invalid", "Expected an authorization as HTTP wants it, such as 'Bearer' and a token, but it is not.");
    }

    private static void AddHeader(HttpRequestMessage request, string name, IReadOnlyList<string> values)
    {
        if (request.Headers.TryAddWithoutValidation(name, Checked(name, values))) return;
        if (request.Content is { } content) content.Headers.Remove(name);
        if (request.Content?.Headers.TryAddWithoutValidation(name, values) != true && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{name}' is no header of a request.");
    }

    private static void AddUnchecked(HttpRequestHeaders headers, string name, IReadOnlyList<string> values) => headers.TryAddWithoutValidation(name, Checked(name, values));

    // A line break would begin another header, or another request.
    private static IReadOnlyList<string> Checked(string name, IReadOnlyList<string> values) =>
        values.Any(v => v.AsSpan().ContainsAny('\r', '\n', '\0')) ? throw new FormatException($"The value of '{name}' holds a line break.") : values;

    private static IReadOnlyList<string> TextsOf(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable many => [.. many.Cast<object?>().Select(Values.ToText).OfType<string>()],
        _ => [Values.ToText(value)!],
    };

    private static Dictionary<string, object?> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, object? (h) => h.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) ? [SecretHeaders.Hidden] : h.Value.ToList<object?>());

    private static ConnectorException Permanent(string reason, string message, Exception? inner = null) => new($"http.{reason}", message, isTransient: false, inner: inner);
}
