using System.Globalization;

namespace HrBpm.Workflows;

/// <summary>What an endpoint of a flow asks of a request.</summary>
/// <param name="Path">Path, with parameters.</param>
/// <param name="Method">HTTP method, in lower case.</param>
public sealed record HttpEndpointDemand(string Path, string Method)
{
    /// <summary>Only for people who have signed in.</summary>
    public bool Authorize { get; init; }

    /// <summary>Only for people with this permission, if any.</summary>
    public string? Policy { get; init; }

    /// <summary>Longest time that answering may take.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Largest body, in bytes.</summary>
    public long? RequestSizeLimit { get; init; }

    /// <summary>True when anybody may call.</summary>
    public bool IsPublic => !Authorize && Policy is null;

    /// <summary>Hashes of the bookmarks and triggers that a request may be for, those with the fewest route parameters first.</summary>
    public static IReadOnlyList<string> HashesOf(string method, string path) =>
        [.. HttpRoute.ShapesOf(path).Select(shape => StimulusHash.Of(StimulusNames.HttpEndpoint, IdentityOf(shape, method.ToLowerInvariant())))];

    /// <summary>Reads the payload of a bookmark or trigger of an endpoint.</summary>
    public static HttpEndpointDemand Read(object? payload)
    {
        var members = payload as IReadOnlyDictionary<string, object?> ?? throw new ArgumentException($"Expected the payload of an HTTP endpoint, but it is {payload?.GetType().Name ?? "null"}.", nameof(payload));
        return new HttpEndpointDemand((string)members[nameof(Path)]!, (string)members[nameof(Method)]!)
        {
            Authorize = members.GetValueOrDefault(nameof(Authorize)) is true,
            Policy = members.GetValueOrDefault(nameof(Policy)) as string,
            RequestTimeout = members.GetValueOrDefault(nameof(RequestTimeout)) is string text ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture) : null,
            RequestSizeLimit = members.GetValueOrDefault(nameof(RequestSizeLimit)) is { } size ? Convert.ToInt64(size, CultureInfo.InvariantCulture) : null,
        };
    }

    internal Dictionary<string, object?> Write() => new()
    {
        [nameof(Path)] = Path,
        [nameof(Method)] = Method,
        [nameof(Authorize)] = Authorize,
        [nameof(Policy)] = Policy,
        [nameof(RequestTimeout)] = RequestTimeout?.ToString("c", CultureInfo.InvariantCulture),
        [nameof(RequestSizeLimit)] = RequestSizeLimit,
    };

    internal static Dictionary<string, object?> IdentityOf(string shape, string method) => new() { [nameof(Path)] = shape, [nameof(Method)] = method };
}
