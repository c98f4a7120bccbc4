namespace HrBpm.Workflows.Authoring;

/// <summary>Names an activity type. The type id is stable: saved definitions refer to it.</summary>
/// <param name="type">Type id in definitions, for example <c>HrBpm.Approval</c>.</param>
/// <param name="displayName">What a designer shows (zh-CN).</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string type, string displayName) : Attribute
{
    /// <summary>Type id in definitions.</summary>
    public string Type { get; } = type;

    /// <summary>What a designer shows (zh-CN).</summary>
    public string DisplayName { get; } = displayName;

    /// <summary>Version of the activity; a breaking change is a new version.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Group in the designer's palette (zh-CN).</summary>
    public string Category { get; init; } = "系统动作";

    /// <summary>Name of the icon in the design language.</summary>
    public string Icon { get; init; } = "gear";

    /// <summary>One sentence on what the activity does (zh-CN).</summary>
    public string Description { get; init; } = "";

    /// <summary>False for an activity that others ask for, so that a designer does not offer it.</summary>
    public bool IsBrowsable { get; init; } = true;
}

/// <summary>The outcomes by which an activity can be left. Without the attribute there is one, <c>Done</c>.</summary>
/// <param name="names">Outcome names, which are the source ports of a flowchart's connections.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OutcomesAttribute(params string[] names) : Attribute
{
    /// <summary>Outcome names.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Property whose list adds outcomes; while the list is empty, there is <c>Done</c>.</summary>
    public string? AndThoseOf { get; init; }
}

/// <summary>A property that is filled from the definition's input of the same camel-cased name, evaluated when the activity is visited.</summary>
/// <param name="description">What to enter, with an example (zh-CN).</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string description) : Attribute
{
    /// <summary>What to enter, with an example (zh-CN).</summary>
    public string Description { get; } = description;

    /// <summary>Label in the designer (zh-CN); the property name when absent.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Elsa's UI hint, for example <c>singleline</c>, <c>multiline</c>, <c>checkbox</c>, <c>dropdown</c>, <c>json-editor</c>.</summary>
    public string UIHint { get; init; } = "singleline";

    /// <summary>Legal values, for a drop-down.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>The value is a secret, or for headers by name those are that <see cref="SecretHeaders"/> says: of a job's inputs it is stored sealed, and shown hidden.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>A property that the activity sets before it returns <c>Done</c>; it becomes the activity's output of the same camel-cased name.</summary>
/// <param name="description">What the output holds (zh-CN).</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string description) : Attribute
{
    /// <summary>What the output holds (zh-CN).</summary>
    public string Description { get; } = description;

    /// <summary>The value is a secret: an instance of a definition that uses the activity is confidential, that is sealed wherever it is stored.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>The activity talks to the outside world: it runs as a leased, retried job after the transaction that reached it has committed.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RunsOutsideAttribute : Attribute
{
    /// <summary>How many attempts before the job becomes an incident.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>Delay before the second attempt, in seconds; doubled for each further one, with jitter.</summary>
    public double FirstRetrySeconds { get; init; } = 5;

    /// <summary>Longest delay between two attempts, in seconds.</summary>
    public double LongestRetrySeconds { get; init; } = 3600;

    /// <summary>How long one attempt may take before another worker may try again, in seconds.</summary>
    public double LeaseSeconds { get; init; } = 60;
}
