using HrBpm.Workflows;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Inbox;

/// <summary>Something that is wrong with one answer.</summary>
/// <param name="Key">Field, for example <c>customers[2].name</c>.</param>
/// <param name="Message">What was expected, and what came.</param>
public sealed record FormProblem(string Key, string Message);

/// <summary>Holds answers against the form that asked for them.</summary>
public static class FormCheck
{
    /// <summary>Longest text in one field, in characters.</summary>
    public const int LongestText = 10_000;

    /// <summary>Most rows in one field of lines.</summary>
    public const int MostLines = 1_000;

    /// <summary>Everything that is wrong with the answers, in the order of the form; unknown members last.</summary>
    /// <param name="form">The fields.</param>
    /// <param name="answers">JSON-shaped values.</param>
    /// <param name="isComplete">Required fields have to be there. A refusal, or a delegate's answer, may leave them out.</param>
    public static IReadOnlyList<FormProblem> Check(IReadOnlyList<FormField> form, IReadOnlyDictionary<string, object?>? answers, bool isComplete = true) =>
        [.. CheckMembers(form, answers ?? new Dictionary<string, object?>(), "", isComplete)];

    /// <summary>The same as one refusal, or null when nothing is wrong.</summary>
    public static Refusal? WhyNot(IReadOnlyList<FormField> form, IReadOnlyDictionary<string, object?>? answers, bool isComplete = true) =>
        Check(form, answers, isComplete) is { Count: > 0 } problems
            ? new("tasks.answers.invalid", string.Join(" ", problems.Select(problem => problem.Message)))
            : null;

    private static IEnumerable<FormProblem> CheckMembers(
        IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, object?> values, string prefix, bool isComplete)
    {
        var (rules, unreadable) = FormReading.RulesOf(fields);
        var standing = FormStanding.Of(rules, key => values.GetValueOrDefault(key));
        foreach (var (key, message) in unreadable)
            yield return new(prefix + key, message);
        foreach (var field in fields)
        {
            var key = prefix + field.Key;
            if (!standing.Visible.Contains(field.Key))
            {
                if (field.Type != FormFieldType.Formula && values.TryGetValue(field.Key, out var hidden) && !FieldValue.IsEmpty(hidden))
                    yield return new(key, $"Expected '{key}' ({field.Label}) to be left out, because it is not asked with these answers, but got {FormValue.Shown(hidden)}.");
            }
            else if (values.TryGetValue(field.Key, out var value) && value is not null && value is not "")
            {
                foreach (var problem in FormValue.Check(field with { Required = standing.Required.Contains(field.Key) }, value, key, isComplete))
                    yield return problem;
            }
            else if (isComplete && field.Type is not (FormFieldType.Formula or FormFieldType.Section) && standing.Required.Contains(field.Key))
            {
                yield return new(key, $"Expected '{key}' ({field.Label}) to be filled in, but it is empty.");
            }
        }
        foreach (var unknown in values.Keys.Except(fields.Select(field => field.Key)))
            yield return new(prefix + unknown, $"Expected only fields of the form, but got '{prefix}{unknown}'.");
    }

    internal static IEnumerable<FormProblem> CheckLines(FormField field, object value, string key, bool isComplete)
    {
        if (value is not IReadOnlyList<object?> lines)
            return [new(key, $"Expected '{key}' to be a list of rows, but got {FormValue.Shown(value)}.")];
        if (lines.Count > MostLines)
            return [new(key, $"Expected at most {MostLines} rows in '{key}', but got {lines.Count}.")];
        return field.Required && isComplete && lines.Count == 0
            ? [new(key, $"Expected at least one row in '{key}' ({field.Label}), but there is none.")]
            : lines.SelectMany((line, number) => CheckLine(field, line, $"{key}[{number}]", isComplete));
    }

    private static IEnumerable<FormProblem> CheckLine(FormField field, object? line, string key, bool isComplete) =>
        line is IReadOnlyDictionary<string, object?> members
            ? CheckMembers(field.Columns, members, key + ".", isComplete)
            : [new(key, $"Expected '{key}' to be a row, but got {FormValue.Shown(line)}.")];
}
