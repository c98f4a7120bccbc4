using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows;

/// <summary>There may be jobs to take: a run with jobs has committed, a worker has become free, or it is time to look.</summary>
internal sealed class JobSignal : Signal;
