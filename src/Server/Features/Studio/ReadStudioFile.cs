using HrBpm.Server.Platform;
using Microsoft.Net.Http.Headers;

namespace HrBpm.Server.Features.Studio;

/// <summary>A file of Studio, packed where the package brings it packed and the browser can unpack it.</summary>
internal static class ReadStudioFile
{
    public static IResult Handle(string? path, HttpContext http, StudioFiles files)
    {
        if (string.IsNullOrEmpty(path)) return OpenStudio.Handle(http.Request);
        if (files.Find(path) is not { } found) return Problems.NotFound("studio.unknown", $"Expected a file of Elsa Studio, but there is no '{path}'.");
        var isPacked = http.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is null or > 0) && files.Find(path + ".br") is not null;
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        http.Response.Headers.CacheControl = "no-cache";
        if (isPacked) http.Response.Headers.ContentEncoding = "br";
        return TypedResults.PhysicalFile(isPacked ? found + ".br" : found, files.TypeOf(path), lastModified: File.GetLastWriteTimeUtc(found));
    }
}
