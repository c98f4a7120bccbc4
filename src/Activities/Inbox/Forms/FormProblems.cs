using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Inbox;

/// <summary>What is wrong with one form, each as a sentence that names the step and the field.</summary>
/// <param name="node">The step whose form it is.</param>
internal sealed class FormProblems(Node node)
{
    private readonly List<DefinitionProblem> found = [];

    public IReadOnlyList<DefinitionProblem> Found => found;

    public IReadOnlyList<DefinitionProblem> Of(IReadOnlyList<FormField> form)
    {
        Keys(form, null);
        foreach (var field in form)
        {
            foreach (var column in field.Columns.Where(column => column.Type is FormFieldType.Attachment or FormFieldType.Lines or FormFieldType.Section))
                Add("forms.column-type", field.Key, "Expected the columns of '{1}' in the form of '{0}' to hold single values, but '{2}' does not.", "「{0}」表单中「{1}」的列应为单个值，但「{2}」不是。", Said(field), Said(column));
            if (field.Type == FormFieldType.Lines) Inside(field.Columns, field);
            if (field.FileKinds.FirstOrDefault(kind => FileKind.All.All(known => known.Name != kind)) is { } unknown)
                Add("forms.file-kind-unknown", field.Key, "Expected '{1}' in the form of '{0}' to take kinds of files among {2}, but it says '{3}'.", "「{0}」表单中「{1}」的文件种类应为 {2} 之一，但写的是「{3}」。", Said(field), string.Join(", ", FileKind.All.Select(kind => kind.Name)), unknown);
            if (field.MostFiles is < 1 or > FileKind.Most)
                Add("forms.most-files", field.Key, "Expected '{1}' in the form of '{0}' to take 1 to {2} files, but it says {3}.", "「{0}」表单中「{1}」应收 1 到 {2} 个文件，但写的是 {3}。", Said(field), FileKind.Most, field.MostFiles);
        }

        Inside(form, null);
        return found;
    }

    /// <summary>Adds a problem that forbids a publish. {0} stands for the step.</summary>
    public void Add(string code, string? field, string english, string chinese, params ReadOnlySpan<object?> values)
    {
        object?[] all = [node.DisplayName, .. values];
        found.Add(new(code, ProblemSeverity.Error, node.Id, string.Format(CultureInfo.InvariantCulture, english, all), string.Format(CultureInfo.InvariantCulture, chinese, all)) { Field = field });
    }

    private static string Said(FormField field) => field.Label.Length > 0 ? field.Label : field.Key;

    // Of columns it is their table that a reader is led to.
    private void Keys(IReadOnlyList<FormField> fields, FormField? table)
    {
        foreach (var field in fields.Where(field => string.IsNullOrWhiteSpace(field.Key)))
            Add("forms.key-missing", table?.Key, "Expected each field of the form of '{0}' to have a key, but '{1}' has none.", "「{0}」表单的每个字段都应有标识，但「{1}」没有。", Said(field));
        foreach (var same in fields.Where(field => field.Key.Length > 0).GroupBy(field => field.Key).Where(group => group.Count() > 1))
            Add("forms.key-repeated", table?.Key ?? same.Key, "Expected each field of the form of '{0}' to have a key of its own, but {1} have '{2}'.", "「{0}」表单的每个字段都应有自己的标识，但{1}都用了「{2}」。", string.Join(", ", same.Select(Said)), same.Key);
        foreach (var lines in fields.Where(field => field.Type == FormFieldType.Lines)) Keys(lines.Columns, lines);
    }

    private void Inside(IReadOnlyList<FormField> fields, FormField? table)
    {
        var known = fields.DistinctBy(field => field.Key).ToDictionary(field => field.Key);
        var formulas = new Dictionary<string, FieldFormula>();
        foreach (var field in fields)
        {
            Rule(field, field.VisibleWhen, known, table);
            Rule(field, field.RequiredWhen, known, table);
            if (field.Type != FormFieldType.Formula) continue;
            var (formula, wrong) = FieldFormula.Read(field.Formula);
            if (formula is null) Add("forms.formula-invalid", table?.Key ?? field.Key, "The formula of '{1}' in the form of '{0}' cannot be read: {2}", "「{0}」表单中「{1}」的公式读不出来：{2}", Said(field), wrong);
            else Uses(field, formulas[field.Key] = formula, known, table);
        }

        foreach (var circle in Circles(formulas))
            Add("forms.formula-circular", table?.Key ?? circle[0], "Expected formulas of the form of '{0}' to end somewhere, but these depend on each other: {1}.", "「{0}」表单的公式互相依赖，算不出来：{1}。", string.Join(" → ", circle.Append(circle[0]).Select(key => Said(known[key]))));
    }

    private void Uses(FormField field, FieldFormula formula, Dictionary<string, FormField> known, FormField? table)
    {
        foreach (var unknown in formula.Fields.Where(key => !known.ContainsKey(key)))
            Add("forms.formula-field-unknown", table?.Key ?? field.Key, "Expected the formula of '{1}' in the form of '{0}' to use fields of the form, but there is no '{2}'.", "「{0}」表单中「{1}」的公式用到了表单里没有的字段「{2}」。", Said(field), unknown);
        foreach (var (rows, column) in formula.Columns.Where(column => known.TryGetValue(column.Rows, out var lines) && lines.Columns.All(one => one.Key != column.Column)))
            Add("forms.formula-field-unknown", table?.Key ?? field.Key, "Expected the formula of '{1}' in the form of '{0}' to use columns of '{2}', but there is no '{3}'.", "「{0}」表单中「{1}」的公式用到了「{2}」里没有的列「{3}」。", Said(field), Said(known[rows]), column);
    }

    private void Rule(FormField field, JsonObject? json, Dictionary<string, FormField> known, FormField? table)
    {
        try
        {
            foreach (var unknown in FieldsOf(FieldCondition.Read(json)).Distinct().Where(key => !known.ContainsKey(key)))
                Add("forms.rule-field-unknown", table?.Key ?? field.Key, "Expected the rule of '{1}' in the form of '{0}' to look at fields of the form, but there is no '{2}'.", "「{0}」表单中「{1}」的条件用到了表单里没有的字段「{2}」。", Said(field), unknown);
        }
        catch (JsonException wrong)
        {
            Add("forms.rule-invalid", table?.Key ?? field.Key, "The rule of '{1}' in the form of '{0}' cannot be read: {2}", "「{0}」表单中「{1}」的条件读不出来：{2}", Said(field), wrong.Message);
        }
    }

    private static IEnumerable<string> FieldsOf(FieldCondition? condition) => condition switch
    {
        FieldCondition.Group group => group.Parts.SelectMany(FieldsOf),
        FieldCondition.Rule rule => [rule.Field],
        _ => [],
    };

    // Each circle once, from the field in it that comes first.
    private static IEnumerable<List<string>> Circles(Dictionary<string, FieldFormula> formulas)
    {
        var told = new HashSet<string>();
        foreach (var start in formulas.Keys)
            if (!told.Contains(start) && WayBack(start, start, formulas, []) is { } circle)
            {
                told.UnionWith(circle);
                yield return circle;
            }
    }

    private static List<string>? WayBack(string at, string to, Dictionary<string, FieldFormula> formulas, HashSet<string> seen)
    {
        foreach (var next in formulas[at].Fields.Where(formulas.ContainsKey))
        {
            if (next == to) return [at];
            if (seen.Add(next) && WayBack(next, to, formulas, seen) is { } rest) return [at, .. rest];
        }

        return null;
    }
}
