using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace HrBpm.Server.Platform;

/// <summary>Completes each error answer that has no code yet, for example the framework's own 404, so that clients can always switch over one.</summary>
internal static class ProblemDefaults
{
    /// <summary>What is wrong with a form that cannot be read.</summary>
    public const string UnreadableForm = "Expected a complete form with the fields that this route knows, but it cannot be read as one.";

    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        problem.Extensions.TryAdd("code", CodeOf(status));
        problem.Extensions.TryAdd("traceId", context.HttpContext.Features.Get<IHttpActivityFeature>()?.Activity.Id ?? context.HttpContext.TraceIdentifier);
        problem.Detail ??= DetailOf(status, context.HttpContext.Request);
    }

    /// <summary>The code for a status.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "request.invalid",
        StatusCodes.Status401Unauthorized => "sign-in.required",
        StatusCodes.Status403Forbidden => "request.forbidden",
        StatusCodes.Status404NotFound => "request.unknown",
        StatusCodes.Status405MethodNotAllowed => "request.method",
        StatusCodes.Status413PayloadTooLarge => "request.too-large",
        StatusCodes.Status415UnsupportedMediaType => "request.media-type",
        StatusCodes.Status429TooManyRequests => "request.too-often",
        >= 500 => "server.error",
        _ => "request.refused",
    };

    /// <summary>What a status means here, for those answers whose maker says no more than the status.</summary>
    public static string DetailOf(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status400BadRequest when BindingAnswers.Describe(request) is { } sentence => sentence,
        StatusCodes.Status400BadRequest when request.HasFormContentType => UnreadableForm,
        StatusCodes.Status400BadRequest => "Expected a request that this route understands, but it cannot be read.",
        StatusCodes.Status401Unauthorized => "Expected a signed-in person, but the request carries no valid session.",
        StatusCodes.Status403Forbidden => $"Expected a permission for {request.Method} {request.Path}, but none of your roles has it.",
        StatusCodes.Status404NotFound => $"Expected an address of this API, but there is nothing at {request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"Expected another method, but {request.Path} does not answer {request.Method}.",
        StatusCodes.Status413PayloadTooLarge => $"Expected a body of at most {LargestBodyOf(request)} bytes, but it {SizeOf(request)}.",
        StatusCodes.Status415UnsupportedMediaType => $"Expected a body of type application/json, but it is '{request.ContentType}'.",
        _ => $"The request was answered with status {status}.",
    };

    // Routes that take files allow more than the others.
    private static long LargestBodyOf(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? PlatformSetup.LargestBody;

    private static string SizeOf(HttpRequest request) => request.ContentLength is { } length ? $"has {length}" : "has more";
}
