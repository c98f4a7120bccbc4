using System.Text.Json;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Inbox;

/// <summary>Takes answers as the form means them: what the form computes is put in, whatever came for it.</summary>
public static class FormReading
{
    /// <summary>The answers with the results of formulas, in rows as well, and without those of fields that are not asked.</summary>
    /// <param name="form">The fields.</param>
    /// <param name="answers">JSON-shaped values that <see cref="FormCheck"/> had nothing against.</param>
    public static IReadOnlyDictionary<string, object?> Complete(IReadOnlyList<FormField> form, IReadOnlyDictionary<string, object?>? answers)
    {
        var complete = new Dictionary<string, object?>(answers ?? new Dictionary<string, object?>());
        foreach (var lines in form.Where(field => field.Type == FormFieldType.Lines && field.Columns.Any(column => column.Type == FormFieldType.Formula || column.VisibleWhen is not null)))
        {
            if (complete.GetValueOrDefault(lines.Key) is IReadOnlyList<object?> rows)
                complete[lines.Key] = rows.Select(row => row is IReadOnlyDictionary<string, object?> members ? Complete(lines.Columns, members) : row).ToList();
        }
        var standing = FormStanding.Of(RulesOf(form).Rules, key => complete.GetValueOrDefault(key));
        foreach (var field in form.Where(field => field.Type == FormFieldType.Formula || !standing.Visible.Contains(field.Key))) complete.Remove(field.Key);
        foreach (var (key, result) in standing.Computed) complete[key] = result;
        return complete;
    }

    /// <summary>What the fields decide about each other, and what of that cannot be read: key and sentence.</summary>
    public static (IReadOnlyList<FormRule> Rules, IReadOnlyList<(string Key, string Message)> Problems) RulesOf(IReadOnlyList<FormField> form)
    {
        var problems = new List<(string, string)>();
        return ([.. form.Select(field => RuleOf(field, problems))], problems);
    }

    private static FormRule RuleOf(FormField field, List<(string, string)> problems)
    {
        FieldFormula? formula = null;
        if (field.Type == FormFieldType.Formula)
        {
            (formula, var problem) = FieldFormula.Read(field.Formula);
            if (problem is not null) problems.Add((field.Key, problem));
        }
        return new(field.Key, field.Type == FormFieldType.Section, ConditionOf(field, field.VisibleWhen, problems), ConditionOf(field, field.RequiredWhen, problems), field.Required, formula, field.Decimals ?? 2, field.Currency);
    }

    private static FieldCondition? ConditionOf(FormField field, System.Text.Json.Nodes.JsonObject? json, List<(string, string)> problems)
    {
        try
        {
            return FieldCondition.Read(json);
        }
        catch (JsonException wrong)
        {
            problems.Add((field.Key, wrong.Message));
            return null;
        }
    }
}
