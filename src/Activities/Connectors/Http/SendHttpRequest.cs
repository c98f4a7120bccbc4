using System.Globalization;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Sends an HTTP request, then runs the activity that the definition holds for the status code of the answer, if any.</summary>
/// <remarks>A repeated run sends the same idempotency key.</remarks>
[Activity("Elsa.SendHttpRequest", "HTTP 请求", Category = "HTTP", Icon = "globe", Description = "发送 HTTP 请求, 并按状态码执行内嵌的活动。")]
[RunsOutside(MaxAttempts = Attempts, FirstRetrySeconds = 2, LongestRetrySeconds = 60)]
public sealed class SendHttpRequest(HttpCaller caller) : HttpRequestActivity(caller)
{
    /// <summary>Status codes, each with its activity.</summary>
    [Input("预期的状态码及各自的活动; 留空则任何响应都算完成", UIHint = "http-status-codes")]
    public IReadOnlyList<StatusCodeCase> ExpectedStatusCodes { get; init; } = [];

    /// <inheritdoc />
    protected override bool Expects(int status) => ExpectedStatusCodes.Any(c => c.StatusCode == status);

    /// <inheritdoc />
    protected override ActivityResult Answered(int status) => Expects(status)
        ? By(status.ToString(CultureInfo.InvariantCulture), null)
        : By("unmatchedStatusCode", ExpectedStatusCodes.Count == 0 ? null : Unmatched(status));

    /// <inheritdoc />
    protected override ActivityResult Unanswered(bool hasTimedOut, Refusal why) => By(hasTimedOut ? "timeout" : "failedToConnect", why);

    private static ActivityResult.Completed By(string port, Refusal? ifUnhandled) => new([]) { Port = port, IfUnhandled = ifUnhandled };
}

/// <summary>An expected status code. The activity that belongs to it is a part of the flow, not of the request.</summary>
/// <param name="StatusCode">Status code.</param>
public sealed record StatusCodeCase(int StatusCode);
