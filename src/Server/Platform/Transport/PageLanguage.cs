namespace HrBpm.Server.Platform.Transport;

/// <summary>The language of pages that the server draws itself: the one that the browser prefers, Chinese or English.</summary>
internal static class PageLanguage
{
    /// <summary>Whether the browser prefers Chinese to English; Chinese where it names neither.</summary>
    public static bool IsChinese(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
        .Select(l => l.Value.ToString()).FirstOrDefault(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase))?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ?? true;
}
