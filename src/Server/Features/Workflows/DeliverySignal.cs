using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows;

/// <summary>There may be deliveries to do: a run has sent something, or waits for something that may have come already.</summary>
internal sealed class DeliverySignal : Signal
{
    private volatile bool mayHaveEarly = true;

    /// <summary>False when no early stimulus was kept at the last look, and none by this process since: then a new wait is no reason to look again. The sweep looks in any case, for those that another process keeps.</summary>
    public bool MayHaveEarly
    {
        get => mayHaveEarly;
        set => mayHaveEarly = value;
    }
}
