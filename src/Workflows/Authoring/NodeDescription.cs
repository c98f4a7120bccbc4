namespace HrBpm.Workflows.Authoring;

/// <summary>What designers, the management API and the documentation know about an activity type. What people read is in <see cref="ActivityTexts"/>.</summary>
/// <param name="Type">Type id in definitions, for example <c>Elsa.Event</c>.</param>
/// <param name="Category">Group in a designer's palette.</param>
public sealed record NodeDescription(string Type, string Category)
{
    /// <summary>Version of the type.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What sort of activity it is.</summary>
    public NodeKind Kind { get; init; } = NodeKind.Action;

    /// <summary>Inputs, in the order of the form.</summary>
    public IReadOnlyList<InputDescription> Inputs { get; init; } = [];

    /// <summary>Outputs.</summary>
    public IReadOnlyList<OutputDescription> Outputs { get; init; } = [];

    /// <summary>Where the activity can be left, and where it holds others. An activity without any is left by <c>Done</c>.</summary>
    public IReadOnlyList<PortDescription> Ports { get; init; } = [];

    /// <summary>False when a palette does not offer it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>True when it holds a list of activities.</summary>
    public bool IsContainer { get; init; }

    /// <summary>True when a flowchart begins with it.</summary>
    public bool IsStart { get; init; }

    /// <summary>True when nothing follows it.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Name of the icon in the design language; empty for none.</summary>
    public string Icon { get; init; } = "";

    /// <summary>Display name in the author's language (zh-CN), for what has no text resource.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it does, in the author's language (zh-CN), for what has no text resource.</summary>
    public string? Description { get; init; }

    /// <summary>Set for a workflow definition that is used as an activity.</summary>
    public UsedDefinition? Definition { get; init; }
}

/// <summary>Elsa's sorts of activities.</summary>
public enum NodeKind
{
    /// <summary>Runs in the transaction of the run.</summary>
    Action,

    /// <summary>Waits for something from outside, and may start a workflow.</summary>
    Trigger,

    /// <summary>Runs outside the transaction, always.</summary>
    Job,

    /// <summary>Runs in the transaction, or outside where the definition says so.</summary>
    Task,
}

/// <summary>An input of an activity type.</summary>
/// <param name="Name">Pascal-cased name; in definitions it is camel-cased.</param>
/// <param name="TypeName">Elsa's alias of its type.</param>
/// <param name="UIHint">Elsa's hint on how to edit it.</param>
public sealed record InputDescription(string Name, string TypeName, string UIHint = "singleline")
{
    /// <summary>True when the definition holds an expression; false when it holds a plain value.</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>False when the activity evaluates it itself, at moments of its own.</summary>
    public bool AutoEvaluate { get; init; } = true;

    /// <summary>True when the definition must give it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True when its value is secret.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>The kind of expression that an editor begins with; Literal when absent.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>Value where the definition gives none.</summary>
    public object? Default { get; init; }

    /// <summary>Values to choose from.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Language of a code editor.</summary>
    public string? Language { get; init; }

    /// <summary>Tab of the form that it belongs to; the first one when absent.</summary>
    public string? Category { get; init; }

    /// <summary>Label in the author's language (zh-CN), for what has no text resource.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What to enter, in the author's language (zh-CN), for what has no text resource.</summary>
    public string? Description { get; init; }
}

/// <summary>An output of an activity type.</summary>
/// <param name="Name">Pascal-cased name; in definitions it is camel-cased.</param>
/// <param name="TypeName">Elsa's alias of its type.</param>
public sealed record OutputDescription(string Name, string TypeName = "Object")
{
    /// <summary>What it holds, in the author's language (zh-CN), for what has no text resource.</summary>
    public string? Description { get; init; }
}

/// <summary>A port of an activity type.</summary>
/// <param name="Name">Name: the outcome, or the member that holds the embedded activity.</param>
/// <param name="IsEmbedded">True for a place that holds another activity; false for an outcome.</param>
/// <param name="IsBrowsable">False when a designer does not show it.</param>
public sealed record PortDescription(string Name, bool IsEmbedded = false, bool IsBrowsable = true);

/// <summary>The workflow definition behind an activity type.</summary>
/// <param name="DefinitionId">Logical id.</param>
/// <param name="VersionId">Id of the published version.</param>
/// <param name="Version">Its number.</param>
public sealed record UsedDefinition(string DefinitionId, string VersionId, int Version);
