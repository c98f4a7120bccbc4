using System.Text.Json.Serialization;

namespace HrBpm.Workflows;

/// <summary>Something happened that instances may wait for, or be started by. It starts an instance for each published trigger, unless it is meant for one instance, and resumes every bookmark that waits for it.</summary>
/// <param name="Name">What kind of thing, for example <c>Elsa.Event</c>.</param>
/// <param name="Identity">What tells it from others of its kind: the payload of the bookmarks and triggers that it is for.</param>
public sealed record SendStimulus(string Name, object? Identity) : Command
{
    /// <summary>Owner of the instances that it may start and resume: the company's id.</summary>
    public string TenantId { get; init; } = "";

    /// <summary>What comes with it, JSON-shaped.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    /// <summary>Only for instances of this correlation id; those that it starts get it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Only for this instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The hash of the bookmarks and triggers that it is for.</summary>
    [JsonIgnore]
    public string Hash => StimulusHash.Of(Name, Identity);
}

/// <summary>The activity that starts an instance.</summary>
/// <param name="Node">Its node id.</param>
/// <param name="Input">What comes with the trigger; null once the activity took it.</param>
public sealed record TriggerStart(string Node, IReadOnlyDictionary<string, object?>? Input);
