using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>Why a change cannot be carried over by itself.</summary>
public enum ConflictKind
{
    /// <summary>The template and the company both changed the same member of a card, and not to the same.</summary>
    BothChanged,

    /// <summary>The template has no such card any more.</summary>
    CardGone,

    /// <summary>The template changed a card that the company has switched off.</summary>
    OffCardChanged,

    /// <summary>The card that the company has switched off cannot be left out of the new version.</summary>
    OffRefused,

    /// <summary>The template put something on, or took, the line onto which the company has put cards; there is a line next to it.</summary>
    LineMoved,

    /// <summary>What the company has put cards between is gone, and nothing is left to put them on.</summary>
    NeighbourGone,

    /// <summary>The template has now what the company had added under the same id or key, and it is not the same.</summary>
    NameTaken,

    /// <summary>The form of the card, to which the company has added a field, is worked out now.</summary>
    FormGone,

    /// <summary>The group has locked what the company has otherwise.</summary>
    Locked,
}

/// <summary>What an administrator decides about a conflict.</summary>
public enum ConflictChoice
{
    /// <summary>As the template has it now: the change goes.</summary>
    Template,

    /// <summary>As the company had it.</summary>
    Ours,

    /// <summary>A third value.</summary>
    Value,
}

/// <summary>A change that somebody has to decide about.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Change">The company's change.</param>
/// <param name="CardTitle">What people call the card.</param>
/// <param name="Base">What the template said when the change was made; null where it said nothing, or where no single value is meant.</param>
/// <param name="Template">What it says now.</param>
/// <param name="Ours">What the company has.</param>
/// <param name="IfOurs">The change that keeps what the company has; null where that cannot be kept.</param>
public sealed record OverlayConflict(ConflictKind Kind, OverlayChange Change, string CardTitle, JsonNode? Base, JsonNode? Template, JsonNode? Ours, OverlayChange? IfOurs)
{
    /// <summary>What tells it from the other conflicts: the key of its change.</summary>
    public string Key => Change.Key;

    /// <summary>The member that is meant; empty where the whole card is.</summary>
    public string Member => Change switch { ChangeMember set => set.Member, AddField => "form", _ => "" };

    /// <summary>What may be decided.</summary>
    public IReadOnlyList<ConflictChoice> Choices =>
        Kind == ConflictKind.BothChanged ? [ConflictChoice.Ours, ConflictChoice.Template, ConflictChoice.Value] : IfOurs is null ? [ConflictChoice.Template] : [ConflictChoice.Ours, ConflictChoice.Template];

    /// <summary>The change that is left after a decision; null when the template holds.</summary>
    /// <param name="choice">One of <see cref="Choices"/>.</param>
    /// <param name="value">The third value; only of <see cref="ConflictChoice.Value"/>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public OverlayChange? Decide(ConflictChoice choice, JsonNode? value = null)
    {
        if (!Choices.Contains(choice)) throw new ArgumentException($"Expected one of {string.Join(", ", Choices)} for '{Key}', but got {choice}.", nameof(choice));
        return choice switch
        {
            ConflictChoice.Template => null,
            ConflictChoice.Ours => IfOurs,
            _ => FlowJson.IsSame(value, Template) ? null : new ChangeMember(Change.Card, Member, Template?.DeepClone(), value?.DeepClone()),
        };
    }
}
