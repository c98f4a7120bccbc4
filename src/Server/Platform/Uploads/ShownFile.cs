using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Uploads;

/// <summary>Answers with a picture or PDF that is shown within a page of ours. What it is, is told by its content: anything else is only ever a download.</summary>
internal static class ShownFile
{
    // The browser's own viewer of PDFs puts its styles and the document into a page of its own. Scripts run in neither, and no other site frames it.
    private const string Policy = "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <param name="content">The file.</param>
    /// <param name="code">Code of the refusal.</param>
    /// <param name="http">The request that is answered.</param>
    public static Results<FileContentHttpResult, ProblemHttpResult> Of(byte[] content, string code, HttpContext http)
    {
        if (FileKinds.ShownType(content) is not { } type)
            return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, code, "Expected a PDF or a PNG, JPEG, GIF or WebP picture, but the content is something else. It can be downloaded.");
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return TypedResults.File(content, type);
    }
}
