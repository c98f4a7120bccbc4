using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>A connection between two cards of a flowchart.</summary>
/// <param name="From">Id of the card that it leaves.</param>
/// <param name="Port">The outcome that it follows.</param>
/// <param name="To">Id of the card that it leads to.</param>
public sealed record CardEdge(string From, string Port, string To);

/// <summary>One thing that a company has otherwise than the template. Each has a key of its own, by which it is put, replaced and taken back.</summary>
public abstract record OverlayChange
{
    private protected OverlayChange(string card) => Card = card;

    /// <summary>Id of the card that it is about; the first new card of an insertion; empty for the definition itself.</summary>
    public string Card { get; }

    /// <summary>What tells it from the other changes of an overlay, for example <c>set:head:assignees</c>.</summary>
    public abstract string Key { get; }
}

/// <summary>A member of a card, or of the definition itself, has another value.</summary>
public sealed record ChangeMember : OverlayChange
{
    /// <summary>The name of a card, which lies deeper in its JSON than other members.</summary>
    public const string Title = "displayText";

    /// <param name="card">The card; empty for the definition itself, of which only name and description may differ.</param>
    /// <param name="member">The member as the JSON has it, for example <c>dueInWorking</c>.</param>
    /// <param name="was">What the template said when it was changed; null where it said nothing.</param>
    /// <param name="value">What it says for the company; null to say nothing.</param>
    public ChangeMember(string card, string member, JsonNode? was, JsonNode? value) : base(card) => (Member, Was, Value) = (member, was, value);

    /// <summary>The member as the JSON has it.</summary>
    public string Member { get; }

    /// <summary>What the template said when it was changed.</summary>
    public JsonNode? Was { get; }

    /// <summary>What it says for the company.</summary>
    public JsonNode? Value { get; }

    /// <inheritdoc />
    public override string Key => $"set:{Card}:{Member}";
}

/// <summary>A card of the template is left out: what led to it leads to what follows its default outcome.</summary>
public sealed record SwitchOff : OverlayChange
{
    /// <param name="card">The card.</param>
    public SwitchOff(string card) : base(card) { }

    /// <inheritdoc />
    public override string Key => $"off:{Card}";
}

/// <summary>A field is added to the form of a card.</summary>
public sealed record AddField : OverlayChange
{
    /// <param name="card">The card, whose form is written down as a list of fields.</param>
    /// <param name="field">The field, with its <c>key</c>.</param>
    /// <param name="after">Key of the field that it follows; null for the last place.</param>
    public AddField(string card, JsonObject field, string? after = null) : base(card) => (Field, After) = (field, after);

    /// <summary>The field.</summary>
    public JsonObject Field { get; }

    /// <summary>Key of the field that it follows.</summary>
    public string? After { get; }

    /// <summary>The field's own key.</summary>
    public string FieldKey => Field.Text("key") ?? "";

    /// <inheritdoc />
    public override string Key => $"field:{Card}:{FieldKey}";
}

/// <summary>Cards of the company's own are put onto lines of the template: those lines are replaced by others that lead through the new cards.</summary>
public sealed record InsertCards : OverlayChange
{
    /// <param name="activities">The new cards, the first one first; at least one.</param>
    /// <param name="replaces">The template's connections that are taken away.</param>
    /// <param name="connects">The connections that stand in their place, those among the new cards included.</param>
    public InsertCards(IReadOnlyList<JsonObject> activities, IReadOnlyList<CardEdge> replaces, IReadOnlyList<CardEdge> connects) : base(activities[0].Text("id") ?? "") =>
        (Activities, Replaces, Connects) = (activities, replaces, connects);

    /// <summary>The new cards.</summary>
    public IReadOnlyList<JsonObject> Activities { get; }

    /// <summary>The template's connections that are taken away.</summary>
    public IReadOnlyList<CardEdge> Replaces { get; }

    /// <summary>The connections that stand in their place.</summary>
    public IReadOnlyList<CardEdge> Connects { get; }

    /// <inheritdoc />
    public override string Key => $"insert:{Card}";

    internal HashSet<string> Ids => [.. Activities.Select(FlowJson.Id)];
}

/// <summary>A variable that new cards write or read.</summary>
public sealed record AddVariable : OverlayChange
{
    /// <param name="variable">The variable, as Elsa writes it.</param>
    public AddVariable(JsonObject variable) : base("") => Variable = variable;

    /// <summary>The variable.</summary>
    public JsonObject Variable { get; }

    /// <summary>Id of the variable.</summary>
    public string Id => Variable.Text("id") ?? "";

    /// <inheritdoc />
    public override string Key => $"variable:{Id}";
}
