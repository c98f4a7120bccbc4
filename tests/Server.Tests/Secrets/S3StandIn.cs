using System.Collections.Concurrent;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>The four calls of S3 that backups need, over WireMock.Net: put, get, delete and list (path style).</summary>
internal sealed class S3StandIn : IDisposable
{
    private readonly WireMockServer server = WireMockServer.Start();
    private readonly ConcurrentDictionary<string, byte[]> objects = new();

    public S3StandIn()
    {
        server.Given(Request.Create().UsingPut()).RespondWith(Response.Create().WithCallback(request =>
        {
            if (IsDown) return Answer(503, null);
            if (request.Headers is null || !request.Headers.ContainsKey("Authorization")) return Answer(403, null);
            objects[NameOf(request)] = request.BodyAsBytes ?? [];
            return Answer(200, null);
        }));
        server.Given(Request.Create().UsingDelete()).RespondWith(Response.Create().WithCallback(request =>
        {
            objects.TryRemove(NameOf(request), out _);
            return Answer(204, null);
        }));
        server.Given(Request.Create().UsingGet()).RespondWith(Response.Create().WithCallback(request =>
            IsDown ? Answer(503, null)
            : request.Query?.ContainsKey("list-type") == true ? Answer(200, List(NameOf(request), request.Query["prefix"][0]))
            : objects.TryGetValue(NameOf(request), out var content) ? Answer(200, content)
            : Answer(404, null)));
    }

    /// <summary>It answers nothing but that it is not available.</summary>
    public bool IsDown { get; set; }

    public string Address => server.Url!;

    /// <summary>Bucket and key of each object.</summary>
    public IEnumerable<string> Names => objects.Keys.Order(StringComparer.Ordinal);

    public void Dispose() => server.Dispose();

    private static string NameOf(IRequestMessage request) => request.Path.Trim('/');

    private byte[] List(string bucket, string prefix) => System.Text.Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>{bucket}</Name><IsTruncated>false</IsTruncated>{string.Concat(
            objects.Where(o => o.Key.StartsWith($"{bucket}/{prefix}", StringComparison.Ordinal)).Select(o => $"<Contents><Key>{o.Key[(bucket.Length + 1)..]}</Key><Size>{o.Value.Length}</Size></Contents>"))}</ListBucketResult>
        """);

    private static ResponseMessage Answer(int status, byte[]? body) => new()
    {
        StatusCode = status,
        BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = body ?? [] },
    };
}
