using System.Numerics;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>The path of an HTTP endpoint, such as <c>/orders/{id}/lines</c>. A segment is text, in any case, or a parameter; a parameter at the end may be optional.</summary>
public sealed class HttpRoute
{
    private const string AnyText = "{}";
    private const int MostSegments = 8;
    private readonly string[] _segments;
    private readonly bool _isLastOptional;

    private HttpRoute(string[] segments)
    {
        _isLastOptional = segments.Length > 0 && segments[^1].EndsWith("?}", StringComparison.Ordinal);
        if (_isLastOptional) segments[^1] = segments[^1][..^2] + "}";
        _segments = segments;
    }

    /// <summary>Reads a path.</summary>
    /// <exception cref="ExpressionException">It is none.</exception>
    public static HttpRoute Read(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ExpressionException("http-endpoint.path-missing", "Expected the path of an endpoint, such as orders/{id}, but there was none.");
        var segments = Split(path);
        var names = segments.Where(IsParameter).Select(NameOf).ToList();
        return segments.Length <= MostSegments && segments.All(IsSound) && names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count && !segments.SkipLast(1).Any(s => s.EndsWith("?}", StringComparison.Ordinal))
            ? new HttpRoute(segments)
            : throw new ExpressionException("http-endpoint.path-invalid", $"Expected a path of at most {MostSegments} segments that are text or a parameter such as {{id}}, each name once, but it was '{path}'.");
    }

    /// <summary>The path with its parameters left open, in lower case: two routes that answer the same requests look the same. Two for a route whose end is optional.</summary>
    public IReadOnlyList<string> Shapes => _isLastOptional ? [Join(_segments), Join(_segments[..^1])] : [Join(_segments)];

    /// <summary>Values of the parameters in a path that fits, by name.</summary>
    public IReadOnlyDictionary<string, object?> ValuesIn(string path) =>
        _segments.Zip(Split(path)).Where(s => IsParameter(s.First)).ToDictionary(s => NameOf(s.First), object? (s) => s.Second);

    /// <summary>The shapes of routes that a path fits, those with the fewest parameters first.</summary>
    public static IReadOnlyList<string> ShapesOf(string path)
    {
        var segments = Split(path);
        if (segments.Length > MostSegments) return [];
        return [.. Enumerable.Range(0, 1 << segments.Length).OrderBy(open => BitOperations.PopCount((uint)open)).ThenByDescending(open => open)
            .Select(open => Join([.. segments.Select((s, at) => (open >> at & 1) == 1 ? AnyText : s)]))];
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Join(IEnumerable<string> segments) => "/" + string.Join('/', segments.Select(s => IsParameter(s) ? AnyText : s.ToLowerInvariant()));

    private static bool IsParameter(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    private static string NameOf(string segment) => segment.Trim('{', '}', '?');

    private static bool IsSound(string segment) => IsParameter(segment)
        ? NameOf(segment) is { Length: > 0 } name && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') && segment.Count(c => c is '{' or '}') == 2
        : !segment.AsSpan().ContainsAny("{}?#");
}
