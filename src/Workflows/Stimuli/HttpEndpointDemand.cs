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

    /// <summary>Largest file, in bytes.</summary>
    public long? FileSizeLimit { get; init; }

    /// <summary>Endings that the names of files may have, such as <c>.pdf</c>; any when empty.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get; init; } = Array.Empty<string>();

    /// <summary>Endings that they must not have.</summary>
    public IReadOnlyList<string> BlockedFileExtensions { get; init; } = Array.Empty<string>();

    /// <summary>Media types that files may have, such as <c>image/png</c> or <c>image/*</c>; any when empty.</summary>
    public IReadOnlyList<string> AllowedMimeTypes { get; init; } = Array.Empty<string>();

    /// <summary>True when anybody may call.</summary>
    public bool IsPublic => !Authorize && Policy is null;

    /// <summary>Hashes of the bookmarks and triggers that a request may be for, those with the fewest route parameters first. Whether one fits is still to be compared.</summary>
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
            RequestSizeLimit = NumberOf(members, nameof(RequestSizeLimit)),
            FileSizeLimit = NumberOf(members, nameof(FileSizeLimit)),
            AllowedFileExtensions = TextsOf(members, nameof(AllowedFileExtensions)),
            BlockedFileExtensions = TextsOf(members, nameof(BlockedFileExtensions)),
            AllowedMimeTypes = TextsOf(members, nameof(AllowedMimeTypes)),
        };

        static long? NumberOf(IReadOnlyDictionary<string, object?> members, string name) => members.GetValueOrDefault(name) is { } number ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : null;

        static IReadOnlyList<string> TextsOf(IReadOnlyDictionary<string, object?> members, string name) => members.GetValueOrDefault(name) is List<object?> { Count: > 0 } texts ? [.. texts.OfType<string>()] : Array.Empty<string>();
    }

    internal Dictionary<string, object?> Write() => new()
    {
        [nameof(Path)] = Path,
        [nameof(Method)] = Method,
        [nameof(Authorize)] = Authorize,
        [nameof(Policy)] = Policy,
        [nameof(RequestTimeout)] = RequestTimeout?.ToString("c", CultureInfo.InvariantCulture),
        [nameof(RequestSizeLimit)] = RequestSizeLimit,
        [nameof(FileSizeLimit)] = FileSizeLimit,
        [nameof(AllowedFileExtensions)] = Listed(AllowedFileExtensions),
        [nameof(BlockedFileExtensions)] = Listed(BlockedFileExtensions),
        [nameof(AllowedMimeTypes)] = Listed(AllowedMimeTypes),
    };

    private static List<object?>? Listed(IReadOnlyList<string> texts) => texts.Count > 0 ? [.. texts] : null;

    internal static Dictionary<string, object?> IdentityOf(string shape, string method) => new() { [nameof(Path)] = shape, [nameof(Method)] = method };
}
