using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Inbox;

/// <summary>The files of an attachment field, as answers name them.</summary>
public static class FormFiles
{
    private static readonly string[] Members = ["id", "name", "size", "sha256"];

    /// <summary>Most files that this field takes.</summary>
    public static int MostOf(FormField field) => Math.Clamp(field.MostFiles ?? FileKind.Usual, 1, FileKind.Most);

    /// <summary>The ids of the files that answers name, by the key of their field.</summary>
    /// <param name="form">The fields.</param>
    /// <param name="answers">JSON-shaped values that <see cref="FormCheck"/> had nothing against.</param>
    public static IReadOnlyList<(string Key, Guid Id)> Of(IReadOnlyList<FormField> form, IReadOnlyDictionary<string, object?>? answers) =>
    [
        .. from field in form
           where field.Type == FormFieldType.Attachment
           from file in answers?.GetValueOrDefault(field.Key) as IReadOnlyList<object?> ?? []
           select (field.Key, IdOf(file)!.Value),
    ];

    /// <summary>The id of a file that is named; null for what names none.</summary>
    public static Guid? IdOf(object? file) => (file as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("id") switch
    {
        Guid id => id,
        string text when Guid.TryParse(text, out var id) => id,
        _ => null,
    };

    internal static IEnumerable<FormProblem> Check(FormField field, object value, string key, bool isComplete)
    {
        if (value is not IReadOnlyList<object?> files || files.Any(file => IdOf(file) is null || ((IReadOnlyDictionary<string, object?>)file!).Keys.Except(Members).Any()))
            return [new(key, $"Expected '{key}' to be a list of files {{id, name, size, sha256}}, but got {FormValue.Shown(value)}.")];
        if (files.Count > MostOf(field)) return [new(key, $"Expected at most {MostOf(field)} files in '{key}' ({field.Label}), but got {files.Count}.")];
        if (files.Select(IdOf).Distinct().Count() != files.Count) return [new(key, $"Expected each file of '{key}' ({field.Label}) once, but one is there twice.")];
        return isComplete && field.Required && files.Count == 0 ? [new(key, $"Expected at least one file in '{key}' ({field.Label}), but there is none.")] : [];
    }
}
