using System.Collections;
using HrBpm.Activities.Connectors.Http;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>The answer that a flow wrote.</summary>
/// <remarks>It comes from the product's own address, so a browser must not run it with the rights of whoever is signed in there.</remarks>
internal sealed class FlowAnswer(HttpResponseWritten written) : IResult
{
    // What frames the message is the server's own, and a flow must not give anybody a session.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Security-Policy", "Content-Type", "Keep-Alive", "Proxy-Connection", "Server", "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "X-Content-Type-Options",
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (Read() is not { } answer)
        {
            await Problems.Problem(StatusCodes.Status500InternalServerError, "endpoints.answer-invalid", "Expected the flow to answer with headers and a content type as HTTP wants them, but one is not.").ExecuteAsync(httpContext);
            return;
        }

        var response = httpContext.Response;
        response.StatusCode = written.StatusCode;
        foreach (var (name, values) in answer.Headers) response.Headers.Append(name, values);
        response.Headers.ContentSecurityPolicy = "sandbox";
        response.Headers.XContentTypeOptions = "nosniff";
        if (answer.Bytes is not { } bytes || written.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) return;
        response.ContentType = answer.Type;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private (byte[]? Bytes, string? Type, List<(string Name, string[] Values)> Headers)? Read()
    {
        try
        {
            var body = HttpBody.Of(written.Content, written.ContentType);
            var headers = written.Headers.Where(h => !Reserved.Contains(h.Key)).Select(h => (h.Key, Values: TextsOf(h.Value))).ToList();
            var isSound = headers.TrueForAll(h => h.Key.Length > 0 && h.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && Array.TrueForAll(h.Values, v => v.All(c => c is >= ' ' and < '\u007f')));
            return isSound ? (body?.Bytes, body?.Type.ToString(), headers) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string[] TextsOf(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable many => [.. many.Cast<object?>().Select(Values.ToText).OfType<string>()],
        _ => [Values.ToText(value)!],
    };
}
