using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Turns an exception that reached the edge into problem details. What went wrong inside stays in the log.</summary>
internal sealed partial class ExceptionAnswers(IProblemDetailsService problems, ILogger<ExceptionAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, detail) = await AnswerAsync(httpContext, exception);
        if (status >= 500) LogUnexpected(exception, httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = detail, Extensions = { ["code"] = code } },
        });
    }

    private static async Task<(int Status, string Code, string Detail)> AnswerAsync(HttpContext context, Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "request.too-large", TooLarge(context)),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            (StatusCodes.Status415UnsupportedMediaType, "request.media-type", $"Expected a body of type application/json, but it is '{context.Request.ContentType}'."),
        BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, "request.json", await JsonAnswers.DescribeAsync(json, context.Request)),
        JsonException json => (StatusCodes.Status400BadRequest, "request.json", await JsonAnswers.DescribeAsync(json, context.Request)),
        BadHttpRequestException bad => (bad.StatusCode, "request.invalid", $"Expected a request that this route understands, but: {bad.Message}"),
        DbUpdateConcurrencyException => (StatusCodes.Status409Conflict, "request.changed-meanwhile", "Expected the version that you read, but it was changed meanwhile. Read it again."),
        _ => (StatusCodes.Status500InternalServerError, "server.error", $"Something unexpected happened, and nothing was changed. Tell the operator this trace id: {Activity.Current?.Id ?? context.TraceIdentifier}."),
    };

    private static string TooLarge(HttpContext context)
    {
        var size = context.Request.ContentLength is { } length ? $"it has {length}" : "it has more";
        return $"Expected a body of at most {PlatformSetup.LargestBody} bytes, but {size}.";
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
