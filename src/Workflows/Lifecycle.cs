namespace HrBpm.Workflows;

/// <summary>Elsa's coarse status of an instance.</summary>
public enum InstanceStatus
{
    /// <summary>Not yet at its end.</summary>
    Running,

    /// <summary>At its end; nothing more happens.</summary>
    Finished,
}

/// <summary>Elsa's fine status of an instance.</summary>
public enum InstanceSubStatus
{
    /// <summary>Created, not yet run.</summary>
    Pending,

    /// <summary>A run is going on.</summary>
    Executing,

    /// <summary>Every branch waits.</summary>
    Suspended,

    /// <summary>Ended as designed.</summary>
    Finished,

    /// <summary>Ended by a cancellation.</summary>
    Cancelled,

    /// <summary>Ended by an incident.</summary>
    Faulted,
}

/// <summary>Elsa's status of one visit to an activity.</summary>
public enum ActivityStatus
{
    /// <summary>Started, perhaps waiting.</summary>
    Running,

    /// <summary>Has an open incident.</summary>
    Faulted,
}

/// <summary>The table of legal transitions of an instance.</summary>
public static class Lifecycle
{
    private static readonly HashSet<(InstanceSubStatus From, InstanceSubStatus To)> Legal =
    [
        (InstanceSubStatus.Pending, InstanceSubStatus.Executing),
        (InstanceSubStatus.Suspended, InstanceSubStatus.Executing),
        (InstanceSubStatus.Executing, InstanceSubStatus.Suspended),
        (InstanceSubStatus.Executing, InstanceSubStatus.Finished),
        (InstanceSubStatus.Executing, InstanceSubStatus.Cancelled),
        (InstanceSubStatus.Executing, InstanceSubStatus.Faulted),
    ];

    /// <summary>True when an instance may go from one sub-status to the other.</summary>
    public static bool Allows(InstanceSubStatus from, InstanceSubStatus to) => Legal.Contains((from, to));

    /// <summary>The coarse status that belongs to a fine one.</summary>
    public static InstanceStatus StatusOf(InstanceSubStatus subStatus) => subStatus switch
    {
        InstanceSubStatus.Finished or InstanceSubStatus.Cancelled or InstanceSubStatus.Faulted => InstanceStatus.Finished,
        _ => InstanceStatus.Running,
    };
}
