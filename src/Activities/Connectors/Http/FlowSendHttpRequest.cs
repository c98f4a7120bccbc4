using System.Globalization;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Sends an HTTP request and leaves by the status code of the answer.</summary>
/// <remarks>A repeated run sends the same idempotency key.</remarks>
[Activity("Elsa.FlowSendHttpRequest", "HTTP 请求 (流程)", Category = "HTTP", Icon = "globe", Description = "发送 HTTP 请求, 并按状态码离开。")]
[Outcomes(UnmatchedStatusCode, FailedToConnect, TimedOut, AndThoseOf = nameof(ExpectedStatusCodes))]
[RunsOutside(MaxAttempts = Attempts, FirstRetrySeconds = 2, LongestRetrySeconds = 60)]
public sealed class FlowSendHttpRequest(HttpCaller caller) : HttpRequestActivity(caller)
{
    private const string UnmatchedStatusCode = "Unmatched status code", FailedToConnect = "Failed to connect", TimedOut = "Timeout";

    /// <summary>Status codes that have an outcome each; while there are none, every answer is Done.</summary>
    [Input("预期的状态码, 各有一个出口; 留空则任何响应都走 Done", UIHint = "multitext")]
    public IReadOnlyList<int> ExpectedStatusCodes { get; init; } = [];

    /// <inheritdoc />
    protected override bool Expects(int status) => ExpectedStatusCodes.Contains(status);

    /// <inheritdoc />
    protected override ActivityResult Answered(int status)
    {
        if (ExpectedStatusCodes.Count == 0) return Done();
        return Expects(status) ? Done(status.ToString(CultureInfo.InvariantCulture)) : new ActivityResult.Completed([UnmatchedStatusCode]) { IfUnhandled = Unmatched(status) };
    }

    /// <inheritdoc />
    protected override ActivityResult Unanswered(bool hasTimedOut, Refusal why) => new ActivityResult.Completed([hasTimedOut ? TimedOut : FailedToConnect]) { IfUnhandled = why };
}
