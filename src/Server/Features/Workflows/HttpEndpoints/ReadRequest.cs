using System.Net.Http.Headers;
using HrBpm.Activities.Connectors.Http;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>Tells a flow what came with a request.</summary>
internal static class ReadRequest
{
    /// <summary>Largest body that an endpoint may ask for, in bytes. It becomes part of the instance.</summary>
    private const long Largest = 16 * 1024 * 1024;

    /// <summary>The request as the outputs of Elsa.HttpEndpoint, or why it cannot be taken.</summary>
    public static async Task<(Dictionary<string, object?>? Input, IResult? Problem)> ReadAsync(HttpContext http, string path, HttpEndpointDemand demand, RouteMatch match, CancellationToken ct)
    {
        var request = http.Request;
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        var isMultipart = type?.MediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;
        if (isMultipart && !type!.MediaType!.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return (null, Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "endpoints.multipart", $"Expected JSON, text, or a form with fields and files, but the request is {type.MediaType}."));
        var limit = Math.Min(demand.RequestSizeLimit ?? PlatformSetup.LargestBody, Largest);
        if (await BodyAsync(http, limit, ct) is not { } body)
            return (null, Problems.Problem(StatusCodes.Status413PayloadTooLarge, "endpoints.request-too-large", $"Expected a body of at most {limit} bytes, but it is larger."));
        var uploaded = isMultipart ? await UploadedForm.ReadAsync(request, body, demand, ct) : null;
        if (uploaded?.Problem is { } refused) return (null, refused);
        return (new Dictionary<string, object?>
        {
            ["files"] = uploaded?.Files,
            ["file"] = uploaded?.Files.FirstOrDefault(),
            ["parsedContent"] = uploaded is not null ? Fields(uploaded.Fields) : IsForm(type) ? Fields(QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body))) : HttpBody.Read(body, type),
            ["routeData"] = new Dictionary<string, object?>(match.Values),
            ["queryStringData"] = Fields(request.Query),
            // What proves who somebody is must not become readable in the history of an instance; that it came may.
            ["headers"] = Fields(request.Headers.Where(h => !h.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
                .Select(h => SecretHeaders.IsSecret(h.Key) ? KeyValuePair.Create(h.Key, new StringValues(SecretHeaders.Hidden)) : h)),
            ["result"] = new Dictionary<string, object?> { ["Method"] = request.Method, ["Path"] = "/" + path, ["ContentType"] = request.ContentType },
        }, null);
    }

    private static bool IsForm(MediaTypeHeaderValue? type) => string.Equals(type?.MediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static async Task<byte[]?> BodyAsync(HttpContext http, long limit, CancellationToken ct)
    {
        if (http.Request.ContentLength > limit) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = limit + 1;
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = 1; read > 0;)
        {
            read = await http.Request.Body.ReadAsync(buffer, ct);
            if (kept.Length + read > limit) return null;
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static Dictionary<string, object?> Fields(IEnumerable<KeyValuePair<string, StringValues>> fields) => fields.ToDictionary(f => f.Key, f => f.Value.Count == 1 ? (object?)f.Value[0] : f.Value.ToList<object?>());
}
