using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>A JSON text that is sent often: plain, compressed, and with its entity tag.</summary>
internal sealed record PackedJson(byte[] Plain, byte[] Gzip, string Tag)
{
    public static PackedJson Of(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(json);
        return new PackedJson(json, packed.ToArray(), $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\"");
    }
}

/// <summary>Answers with a <see cref="PackedJson"/>; a client that has it already is not sent it again. Nothing in it is secret, so its compressed length tells nothing.</summary>
internal sealed class PackedAnswer(PackedJson json, string language) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var headers = response.GetTypedHeaders();
        response.Headers.ETag = json.Tag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept-Encoding, Accept-Language";
        response.Headers.ContentLanguage = language;
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == json.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var isPacked = httpContext.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && e.Quality is null or > 0);
        var body = isPacked ? json.Gzip : json.Plain;
        if (isPacked) response.Headers.ContentEncoding = "gzip";
        headers.ContentType = new MediaTypeHeaderValue("application/json") { Charset = "utf-8" };
        headers.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
