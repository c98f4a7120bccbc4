namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>How a card of a variant stands to its template.</summary>
public enum CardState
{
    /// <summary>As the template has it.</summary>
    Inherited,

    /// <summary>The company has some of it otherwise.</summary>
    Changed,

    /// <summary>The company's own.</summary>
    Added,

    /// <summary>The company leaves it out.</summary>
    Off,
}

/// <summary>The cards of a variant, each with how it stands to the template.</summary>
public static class CardStates
{
    /// <summary>State of every card of the template, and of those that the company has put in.</summary>
    /// <param name="template">The template.</param>
    /// <param name="overlay">What the company has otherwise.</param>
    public static IReadOnlyDictionary<string, CardState> Of(WorkflowDefinition template, FlowOverlay overlay)
    {
        var states = FlowJson.Cards(template.Source).Select(FlowJson.Id).Distinct().ToDictionary(id => id, _ => CardState.Inherited);
        foreach (var change in overlay.Changes)
        {
            if (change is InsertCards insert) foreach (var id in insert.Ids) states[id] = CardState.Added;
            else if (change is SwitchOff && states.ContainsKey(change.Card)) states[change.Card] = CardState.Off;
            else if (change is ChangeMember or AddField && states.GetValueOrDefault(change.Card) == CardState.Inherited && states.ContainsKey(change.Card)) states[change.Card] = CardState.Changed;
        }

        return states;
    }
}
