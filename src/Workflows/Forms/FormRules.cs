namespace HrBpm.Workflows.Forms;

/// <summary>What a form's field says of itself, as far as it decides about other fields and itself.</summary>
/// <param name="Key">Key of the field.</param>
/// <param name="IsSection">A heading: when it is hidden, so are the fields below it, up to the next one.</param>
/// <param name="VisibleWhen">When it is asked; always where there is none.</param>
/// <param name="RequiredWhen">When it must be filled in, beside <paramref name="IsRequired"/>.</param>
/// <param name="IsRequired">It must be filled in whenever it is asked.</param>
/// <param name="Formula">What computes it; null for a field that is filled in.</param>
/// <param name="Decimals">Digits of what is computed.</param>
/// <param name="Currency">Currency of what is computed; null for a number.</param>
public sealed record FormRule(
    string Key, bool IsSection, FieldCondition? VisibleWhen, FieldCondition? RequiredWhen, bool IsRequired, FieldFormula? Formula = null, int Decimals = 2, string? Currency = null);

/// <summary>How a form stands with what was filled in. The server and the browser both ask this, so that they never differ.</summary>
/// <param name="Visible">Keys of the fields that are asked.</param>
/// <param name="Required">Keys of those that must be filled in.</param>
/// <param name="Computed">Results of the formulas; null while one cannot be computed.</param>
public sealed record FormStanding(IReadOnlySet<string> Visible, IReadOnlySet<string> Required, IReadOnlyDictionary<string, object?> Computed)
{
    /// <summary>Works it out.</summary>
    /// <param name="rules">The fields, in the order of the form.</param>
    /// <param name="answerOf">What was filled in, by key.</param>
    /// <remarks>A hidden field counts as empty, so hiding one may hide or show others; conditions that hide each other in a circle are followed once round and then left as they are.</remarks>
    public static FormStanding Of(IReadOnlyList<FormRule> rules, Func<string, object?> answerOf)
    {
        var visible = rules.Select(rule => rule.Key).ToHashSet();
        Dictionary<string, object?> computed = [];
        object? ValueOf(string key) => !visible.Contains(key) ? null : computed.TryGetValue(key, out var result) ? result : answerOf(key);
        for (var round = 0; round <= rules.Count; round++)
        {
            computed = [];
            foreach (var rule in rules.Where(rule => rule.Formula is not null)) computed[rule.Key] = null;
            foreach (var rule in rules.Where(rule => rule.Formula is not null && visible.Contains(rule.Key)))
                computed[rule.Key] = FieldFormula.Answer(rule.Formula!.Compute(ValueOf), rule.Decimals, rule.Currency);
            var next = Shown(rules, ValueOf);
            if (next.SetEquals(visible)) break;
            visible = next;
        }
        return new(visible, rules.Where(rule => visible.Contains(rule.Key) && (rule.IsRequired || rule.RequiredWhen?.Holds(ValueOf) == true)).Select(rule => rule.Key).ToHashSet(),
            computed.Where(pair => visible.Contains(pair.Key)).ToDictionary());
    }

    private static HashSet<string> Shown(IReadOnlyList<FormRule> rules, Func<string, object?> valueOf)
    {
        var shown = new HashSet<string>();
        var isSectionShown = true;
        foreach (var rule in rules)
        {
            var holds = rule.VisibleWhen?.Holds(valueOf) != false;
            if (rule.IsSection) isSectionShown = holds;
            if (holds && isSectionShown) shown.Add(rule.Key);
        }
        return shown;
    }
}
