namespace HrBpm.Workflows.Authoring;

/// <summary>What an activity may see of the instance that visits it, and what it may ask of it.</summary>
public abstract class ActivityContext
{
    /// <summary>Id of the workflow instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Owner of the instance: the company's id. Empty where there is only one.</summary>
    public abstract string TenantId { get; }

    /// <summary>Correlation id of the instance, for example the offboarding case's id.</summary>
    public abstract string? CorrelationId { get; }

    /// <summary>Logical id of the definition that runs.</summary>
    public abstract string DefinitionId { get; }

    /// <summary>Version number of the definition that runs.</summary>
    public abstract int DefinitionVersion { get; }

    /// <summary>The activity's id in the definition.</summary>
    public abstract string ActivityId { get; }

    /// <summary>The activity's display text, else its name, else its id.</summary>
    public abstract string ActivityName { get; }

    /// <summary>Id of this visit, unique within the instance.</summary>
    public abstract string ExecutionId { get; }

    /// <summary>The moment of this run, UTC. The same for every activity of one run.</summary>
    public abstract DateTime NowUtc { get; }

    /// <summary>Stable across retries of this visit and unique to it; goes into calls to other systems.</summary>
    public abstract string IdempotencyKey { get; }

    /// <summary>True when no further attempt follows a failure of this one, so that what went wrong is better told than thrown.</summary>
    public virtual bool IsLastAttempt => true;

    /// <summary>The inputs that the instance was started with.</summary>
    public abstract IReadOnlyDictionary<string, object?> WorkflowInput { get; }

    /// <summary>Steps marked by <see cref="ReturnTargetAttribute"/> that the current path came through, newest last.</summary>
    public abstract IReadOnlyList<EarlierStep> EarlierSteps { get; }

    /// <summary>Value of the nearest variable of that name, or null when there is none.</summary>
    public abstract object? GetVariable(string name);

    /// <summary>Sets the nearest variable of that name. Not for an activity that runs outside.</summary>
    public abstract void SetVariable(string name, object? value);

    /// <summary>What <see cref="SetState"/> kept for this visit, or default.</summary>
    public abstract T? GetState<T>();

    /// <summary>Keeps a JSON-serialisable value for this visit, across waits. Not for an activity that runs outside.</summary>
    public abstract void SetState<T>(T state);

    /// <summary>Makes a bookmark with a fresh id; pass it to <see cref="ActivityResult.Waiting"/>.</summary>
    public abstract NewBookmark Bookmark(string name, object? payload = null, DateTime? dueUtc = null);

    /// <summary>Asks for a job of another activity type that nothing waits for, such as a notification. It commits with the run and then runs outside.</summary>
    public abstract void RunInBackground(string activityType, IReadOnlyDictionary<string, object?> inputs);

    /// <summary>True when the instance's current path came back to this activity (a return), rather than reaching it for the first time.</summary>
    public abstract bool IsRevisit { get; }

    /// <summary>Why the flow came back here; null when nothing was wrong, or a person sent it back.</summary>
    public virtual Refusal? CameBackBecause => null;

    /// <summary>Who started the instance, for example a person's id.</summary>
    public abstract string Initiator { get; }

    /// <summary>Who or what resumed or started the run, for example a person's id; empty for time and jobs.</summary>
    public abstract string Actor { get; }
}

/// <summary>A human step that lies behind the current one.</summary>
/// <param name="ActivityId">The activity's id in the definition.</param>
/// <param name="Name">Its display name.</param>
/// <param name="IsInitiatorForm">True for the step in which the initiator fills in the request.</param>
public sealed record EarlierStep(string ActivityId, string Name, bool IsInitiatorForm);
