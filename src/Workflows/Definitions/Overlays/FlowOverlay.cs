using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>What one company has otherwise than a template: the differences alone, never a copy. What is not named here is the template's, also after the template has changed.</summary>
/// <param name="DefinitionId">The template, which is also what the variant is called.</param>
/// <param name="BaseVersionId">Id of the template's version that the changes were made on.</param>
/// <param name="BaseVersion">Number of that version.</param>
/// <param name="Changes">The changes, each with a key of its own.</param>
public sealed record FlowOverlay(string DefinitionId, string BaseVersionId, int BaseVersion, IReadOnlyList<OverlayChange> Changes)
{
    /// <summary>The same with a change, in the place of one with the same key.</summary>
    public FlowOverlay With(OverlayChange change) => Changes.Any(c => c.Key == change.Key)
        ? this with { Changes = [.. Changes.Select(c => c.Key == change.Key ? change : c)] }
        : this with { Changes = [.. Changes, change] };

    /// <summary>The same without a change: there the template holds again.</summary>
    public FlowOverlay Without(string key) => this with { Changes = [.. Changes.Where(c => c.Key != key)] };

    /// <summary>The same as it stands on a template: each change of a member remembers what that says, and those that say what it says already are left out.</summary>
    public FlowOverlay On(WorkflowDefinition template) => this with { Changes = [.. Changes.Select(c => c is ChangeMember set ? Remembering(template, set) : c).OfType<OverlayChange>()] };

    private static ChangeMember? Remembering(WorkflowDefinition template, ChangeMember set)
    {
        if ((set.Card.Length == 0 ? template.Source : FlowJson.Card(template.Source, set.Card)) is not { } card) return set;
        var was = FlowJson.Member(card, set.Member);
        return FlowJson.IsSame(was, set.Value) ? null : new ChangeMember(set.Card, set.Member, was?.DeepClone(), set.Value?.DeepClone());
    }

    /// <summary>The changes as JSON.</summary>
    public JsonArray WriteChanges() => OverlayJson.Write(Changes);
}
