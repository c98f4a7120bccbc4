using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Platform.Uploads;

/// <summary>How much a request may bring.</summary>
/// <param name="LargestRequest">Most bytes of a request with one file, the form around it included.</param>
internal sealed record UploadLimits(int LargestRequest);

/// <summary>Routes that take files.</summary>
internal static class UploadRoutes
{
    // The session cookie is SameSite=Strict, so another site cannot make a browser upload here.
    public static RouteHandlerBuilder Uploads(this RouteHandlerBuilder route, int largest, int files = 1) =>
        route.CountsUploads().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute((long)largest * files)).WithFormOptions(multipartBodyLengthLimit: largest);
}
