using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Metadata;

namespace HrBpm.Server.Features.Workflows.ElsaApi;

/// <summary>JSON as Elsa's clients know it: camelCase members, enums in PascalCase, no member that is null.</summary>
internal static class ElsaJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Chinese as it is: escaped it would take twice the bytes. What could end a script stays escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A moment in Elsa's form, for example <c>2026-11-23T14:19:56.1492351+00:00</c>.</summary>
    public static DateTimeOffset Moment(DateTime utc) => new(utc, TimeSpan.Zero);

    /// <summary>A moment that may not have come.</summary>
    public static DateTimeOffset? Moment(DateTime? utc) => utc is { } known ? Moment(known) : null;
}

/// <summary>Entity tags: equal for equal answers.</summary>
internal static class ElsaTag
{
    /// <summary>The tag of something that is answered as JSON.</summary>
    public static string Of<T>(T value) => Of(JsonSerializer.SerializeToUtf8Bytes(value, ElsaJson.Options));

    /// <summary>The tag of an answer.</summary>
    public static string Of(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"";
}

/// <summary>An Elsa answer. What is asked for often carries an entity tag, so that a client that has it already is not sent it again.</summary>
/// <param name="value">The answer.</param>
/// <param name="isTagged">Whether the client may ask whether it changed.</param>
/// <param name="tag">The entity tag of what the answer is about, where that is something else than the answer.</param>
internal sealed class ElsaAnswer<T>(T value, bool isTagged = false, string? tag = null) : IResult, IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, ElsaJson.Options);
        if (tag is not null) httpContext.Response.Headers.ETag = tag;
        if (isTagged)
        {
            var own = ElsaTag.Of(body);
            httpContext.Response.Headers.ETag = own;
            httpContext.Response.Headers.CacheControl = "private, no-cache";
            if (Knows(httpContext.Request, own))
            {
                httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    private static bool Knows(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == tag);
}
