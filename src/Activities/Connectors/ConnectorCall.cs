namespace HrBpm.Activities.Connectors;

/// <summary>Evidence of one call to another system. Secrets are replaced by <c>***</c> before it is made.</summary>
/// <param name="System">System that was called, for example <c>WeCom</c>.</param>
/// <param name="Action">What was asked of it, for example <c>user/update</c>.</param>
/// <param name="RequestLine">Method and address, or the protocol's equivalent.</param>
/// <param name="RequestBody">Body that was sent, redacted; null when there was none.</param>
/// <param name="Status">Status code; null when no answer came.</param>
/// <param name="ResponseBody">Answer, redacted and cut at 16 KiB; null when no answer came.</param>
/// <param name="Failure">Why no answer came; null when one did.</param>
/// <param name="StartedUtc">When the call began, UTC.</param>
/// <param name="Took">How long it took.</param>
public sealed record ConnectorCall(
    string System, string Action, string RequestLine, string? RequestBody, int? Status, string? ResponseBody, string? Failure, DateTime StartedUtc, TimeSpan Took);

/// <summary>The calls that one job has made so far. Scoped: the job worker stores them together with the job's outcome.</summary>
public sealed class ConnectorCalls
{
    private readonly Lock _gate = new();
    private readonly List<ConnectorCall> _taken = [];

    /// <summary>The calls in the order in which they ended.</summary>
    public IReadOnlyList<ConnectorCall> Taken
    {
        get { lock (_gate) return [.. _taken]; }
    }

    internal void Add(ConnectorCall call)
    {
        lock (_gate) _taken.Add(call);
    }
}
