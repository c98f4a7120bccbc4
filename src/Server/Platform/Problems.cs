using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform;

/// <summary>Error answers: RFC 9457 problem details with a stable dotted <c>code</c> and a sentence that says what was expected, and what came.</summary>
internal static class Problems
{
    /// <summary>400: the request itself is wrong, whoever sends it.</summary>
    public static ProblemHttpResult Invalid(string code, string detail) => Problem(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>403: known, but not allowed.</summary>
    public static ProblemHttpResult Forbidden(string code, string detail) => Problem(StatusCodes.Status403Forbidden, code, detail);

    /// <summary>404: there is no such thing, or it is out of the caller's scope.</summary>
    public static ProblemHttpResult NotFound(string code, string detail) => Problem(StatusCodes.Status404NotFound, code, detail);

    /// <summary>409: right in itself, but not in the present state.</summary>
    public static ProblemHttpResult Conflict(string code, string detail) => Problem(StatusCodes.Status409Conflict, code, detail);

    /// <summary>Any other status.</summary>
    public static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>The refusal as an answer. The last word of its code (after a dot or a hyphen) says which: <c>unknown</c> 404, <c>forbidden</c> 403, <c>invalid</c> 400, anything else 409.</summary>
    public static ProblemHttpResult ToProblem(this Refusal refusal) => Problem(StatusOf(refusal.Code), refusal.Code, refusal.Message);

    private static int StatusOf(string code) => code[(code.LastIndexOfAny(['.', '-']) + 1)..] switch
    {
        "unknown" => StatusCodes.Status404NotFound,
        "forbidden" => StatusCodes.Status403Forbidden,
        "invalid" => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };
}
