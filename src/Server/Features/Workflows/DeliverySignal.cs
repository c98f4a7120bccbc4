using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows;

/// <summary>There may be deliveries to do: a run has sent something, or waits for something that may have come already.</summary>
internal sealed class DeliverySignal : Signal;
