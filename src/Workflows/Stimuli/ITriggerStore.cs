namespace HrBpm.Workflows;

/// <summary>Where the triggers of published versions are looked up. Scoped.</summary>
public interface ITriggerStore
{
    /// <summary>Triggers with that hash that may start instances of a tenant: its own, and those of the empty tenant whose definition it has not published itself.</summary>
    Task<IReadOnlyList<Trigger>> FindAsync(string tenantId, string hash, CancellationToken ct);
}

/// <summary>An activity of a published version that starts instances (Elsa's <c>canStartWorkflow</c>).</summary>
/// <param name="DefinitionId">Logical id of the definition.</param>
/// <param name="VersionId">Id of the version.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="Node">Node id of the activity.</param>
/// <param name="ActivityType">Type of the activity.</param>
/// <param name="Stimulus">What starts it.</param>
public sealed record Trigger(string DefinitionId, string VersionId, int Version, string Node, string ActivityType, TriggerStimulus Stimulus)
{
    /// <summary>The command that starts an instance of this version by this trigger.</summary>
    /// <param name="tenantId">Owner of the new instance.</param>
    /// <param name="instanceId">Its id.</param>
    /// <param name="input">What comes with the trigger.</param>
    public StartCommand StartFor(string tenantId, string instanceId, IReadOnlyDictionary<string, object?> input) =>
        new(DefinitionId) { Version = Version, TenantId = tenantId, InstanceId = instanceId, Trigger = new TriggerStart(Node, input) };
}

/// <summary>What starts instances.</summary>
/// <param name="Name">What kind of thing, for example <c>Elsa.Event</c>.</param>
/// <param name="Payload">What tells it from others of its kind.</param>
/// <param name="DueUtc">When time itself starts an instance.</param>
public sealed record TriggerStimulus(string Name, object? Payload, DateTime? DueUtc = null)
{
    /// <summary>By what a stimulus finds it, where that is not the whole payload.</summary>
    public object? Identity { get; init; }

    /// <summary>Hash of what a stimulus finds it by.</summary>
    public string Hash => StimulusHash.Of(Name, Identity ?? Payload);
}
