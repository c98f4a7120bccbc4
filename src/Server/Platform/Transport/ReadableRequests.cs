using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace HrBpm.Server.Platform.Transport;

/// <summary>Metadata of an endpoint that reads whatever body comes by rules of its own.</summary>
internal sealed record ReadsAnyBody;

/// <summary>Refuses requests whose reader would stumble: text that cannot be kept as it came (NUL, halves of surrogate pairs, anything but UTF-8), JSON that says a thing twice, and a form that does not say it is one.</summary>
/// <remarks>Here, because the binder sees only what it turns into strings and objects: what stays JSON for a while would fail later, in the middle of the work.</remarks>
internal static class ReadableRequests
{
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false, MaxDepth = PlatformSetup.DeepestJson };

    private static readonly string[] FormTypes = ["multipart/form-data", "application/x-www-form-urlencoded"];

    /// <summary>Before anything reads a query.</summary>
    public static void UseReadableAddresses(this WebApplication app) => app.Use((http, next) => http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
        ? Problems.Invalid("request.text", "Expected an address with text in it, but there is a NUL.").ExecuteAsync(http)
        : next(http));

    /// <summary>After authorization, so that a body is read only for those who may send it.</summary>
    public static void UseReadableBodies(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (await WhyNotAsync(http) is { } refusal) await refusal.ExecuteAsync(http);
        else await next(http);
    });

    private static async Task<ProblemHttpResult?> WhyNotAsync(HttpContext http)
    {
        var (request, endpoint) = (http.Request, http.GetEndpoint()?.Metadata);
        if (endpoint is null || endpoint.GetMetadata<ReadsAnyBody>() is not null) return null;
        if (string.IsNullOrEmpty(request.ContentType) && endpoint.GetMetadata<IAcceptsMetadata>()?.ContentTypes.FirstOrDefault(FormTypes.Contains) is { } form) return WrongType($"a body of type {form}", "says no type");
        if (!request.HasJsonContentType()) return null;
        // RFC 8259 section 8.1: JSON that systems exchange is UTF-8.
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.CharSet?.Trim('"') is { Length: > 0 } charset && !charset.Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase))
            return WrongType("JSON in UTF-8", $"is in '{charset}'");
        var body = await ReadAsync(request, http.RequestAborted);
        request.Body = new MemoryStream(body, writable: false);
        return WhyNotJson(body, request.Path);
    }

    private static ProblemHttpResult? WhyNotJson(byte[] body, string path)
    {
        if (KeepableText.IndexOfOther(body) is var at and >= 0)
            return Problems.Invalid("request.text", $"Expected UTF-8 without NUL and without half surrogate pairs, but there is something else at byte {at + 1}.");
        try
        {
            JsonDocument.Parse(body, Once).Dispose();
        }
        catch (JsonException e) when (JsonAnswers.IsTwice(e))
        {
            return Problems.Invalid("request.json", JsonAnswers.Describe(e, path));
        }
        catch (JsonException)
        {
            // Its reader says better what is wrong.
        }

        return null;
    }

    // The server's limit on bodies holds here too: reading more is a BadHttpRequestException with status 413.
    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var kept = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, PlatformSetup.LargestBody));
        await request.Body.CopyToAsync(kept, ct);
        return kept.Length == kept.Capacity ? kept.GetBuffer() : kept.ToArray();
    }

    private static ProblemHttpResult WrongType(string expected, string actual) =>
        Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "request.media-type", $"Expected {expected}, but it {actual}.");
}
