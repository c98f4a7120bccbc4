using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors;

/// <summary>A step that calls another system. Failures that no retry can mend become <c>Fail</c>; the others stay exceptions, which the job runner retries.</summary>
public abstract class ConnectorActivity : Activity
{
    /// <inheritdoc />
    public sealed override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        try
        {
            return await CallAsync(context, ct);
        }
        catch (ConnectorException e) when (!e.IsTransient)
        {
            return Fail(e.Code, e.Message);
        }
    }

    /// <summary>Makes the calls. May be run again after a process died anywhere in it, so it looks at what is already done before it does anything.</summary>
    /// <exception cref="ConnectorException">The other system did not do what was asked.</exception>
    protected abstract Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct);
}
