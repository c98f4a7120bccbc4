using System.Numerics;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>
/// The path of an HTTP endpoint: a route template of ASP.NET, such as <c>/orders/{id:int}/{**rest}</c>. One of text and plain parameters, with at most eight segments, is found by its shape;
/// any other by the text that it begins with, and then compared with the request.
/// </summary>
public sealed class HttpRoute
{
    private const string AnyText = "{}", AnyRest = "{**}";
    private const int MostOpenSegments = 8, MostSegments = 32, LongestPath = 500;
    private readonly string[] _segments;

    private HttpRoute(string[] segments) => _segments = segments;

    /// <summary>The template without slashes at its ends.</summary>
    public string Template => string.Join('/', _segments);

    /// <summary>Reads a path.</summary>
    /// <exception cref="ExpressionException">It is none.</exception>
    public static HttpRoute Read(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ExpressionException("http-endpoint.path-missing", "Expected the path of an endpoint, such as orders/{id}, but there was none.");
        if (path.Length > LongestPath) throw Invalid($"Expected a path of at most {LongestPath} characters, but it has {path.Length}.");
        var segments = RouteSegment.Split(path);
        if (segments.Length > MostSegments) throw Invalid($"Expected a path of at most {MostSegments} segments, but it has {segments.Length}.");
        if (RouteSegment.WhyInvalid(segments) is { } why) throw Invalid($"Expected a route template, but '{path}' is none: {why}");
        return new HttpRoute(segments);
    }

    /// <summary>What a request finds it by, in lower case: routes that may answer the same requests look the same. Two for a plain route whose end is optional.</summary>
    public IReadOnlyList<string> Shapes
    {
        get
        {
            if (_segments.All(s => !s.Contains('{'))) return [Join(_segments)];
            var isLastOptional = RouteSegment.IsPlain(_segments[^1], mayBeOptional: true) && _segments[^1].EndsWith("?}", StringComparison.Ordinal);
            var isPlain = _segments.Length <= MostOpenSegments && _segments.SkipLast(1).All(s => RouteSegment.IsPlain(s)) && (isLastOptional || RouteSegment.IsPlain(_segments[^1]));
            if (!isPlain) return [Join([.. _segments.TakeWhile(s => !s.Contains('{')), AnyRest])];
            return isLastOptional ? [Join(_segments), Join(_segments[..^1])] : [Join(_segments)];
        }
    }

    /// <summary>The shapes of routes that a path may fit.</summary>
    public static IReadOnlyList<string> ShapesOf(string path)
    {
        var segments = Normalised(path);
        var plain = segments.Length > MostOpenSegments ? [Join(segments)]
            : Enumerable.Range(0, 1 << segments.Length).OrderBy(open => BitOperations.PopCount((uint)open)).ThenByDescending(open => open)
                .Select(open => Join([.. segments.Select((s, at) => (open >> at & 1) == 1 ? AnyText : s)]));
        return [.. plain, .. Enumerable.Range(0, Math.Min(segments.Length, MostSegments) + 1).Select(length => Join([.. segments[..length], AnyRest]))];
    }

    /// <summary>The path of a request, as it is compared with templates.</summary>
    public static string PathOf(string path) => "/" + string.Join('/', Normalised(path));

    private static string[] Normalised(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Join(IEnumerable<string> segments) =>
        "/" + string.Join('/', segments.Select(s => s == AnyRest ? AnyRest : s.StartsWith('{') && s.EndsWith('}') ? AnyText : s.ToLowerInvariant()));

    private static ExpressionException Invalid(string why) => new("http-endpoint.path-invalid", why);
}
