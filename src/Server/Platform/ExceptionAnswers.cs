using System.Text.Json;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Turns an exception that reached the edge into problem details. What went wrong inside stays in the log.</summary>
internal sealed partial class ExceptionAnswers(IProblemDetailsService problems, ILogger<ExceptionAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, detail) = Answer(httpContext.Request, exception);
        if (status >= 500) LogUnexpected(exception, httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = detail, Extensions = { ["code"] = code } },
        });
    }

    private static (int Status, string Code, string Detail) Answer(HttpRequest request, Exception exception) => exception switch
    {
        JsonException json => (StatusCodes.Status400BadRequest, "request.json", JsonAnswers.Describe(json, request.Path)),
        BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, "request.json", JsonAnswers.Describe(json, request.Path)),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => (StatusCodes.Status400BadRequest, "request.invalid", BindingAnswers.Describe(bad.Message)),
        BadHttpRequestException bad => (bad.StatusCode, ProblemDefaults.CodeOf(bad.StatusCode), ProblemDefaults.DetailOf(bad.StatusCode, request)),
        // So says the reader of forms: a NUL, too many fields, a name that is too long.
        InvalidDataException when request.HasFormContentType => (StatusCodes.Status400BadRequest, "request.invalid", ProblemDefaults.UnreadableForm),
        SealedValueException => (StatusCodes.Status500InternalServerError, "secrets.broken", "Expected an encrypted value as it was stored, but it was changed, moved, or its key is missing. Tell the operator the trace id."),
        DbUpdateConcurrencyException => (StatusCodes.Status409Conflict, "request.changed-meanwhile", "Expected the version that you read, but it was changed meanwhile. Read it again."),
        _ => (StatusCodes.Status500InternalServerError, "server.error", "Something unexpected happened. Tell the operator the trace id, by which the log has the details."),
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
