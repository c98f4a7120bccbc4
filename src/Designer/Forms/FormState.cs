using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;
using HrBpm.Designer.Forms.Rules;

namespace HrBpm.Designer.Forms;

/// <summary>How a form stands with what was filled in, by the rules that the server asks too.</summary>
internal static class FormState
{
    /// <summary>Works it out.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="answers">What was filled in.</param>
    public static FormStanding Of(IEnumerable<FormField> fields, JsonObject answers)
    {
        var form = fields.ToList();
        foreach (var lines in form.Where(field => field.Type == FormFieldType.Lines && (field.Columns ?? []).Any(column => column.Type == FormFieldType.Formula)))
            foreach (var row in (answers[lines.Key!] as JsonArray ?? []).OfType<JsonObject>()) Put(lines.Columns!, row);
        return FormStanding.Of([.. form.Select(RuleOf)], key => Plain(answers[key]));
    }

    /// <summary>The first field that must be filled in and is not; null when all are.</summary>
    public static FormField? Missing(IEnumerable<FormField> fields, JsonObject answers)
    {
        var form = fields.ToList();
        var standing = Of(form, answers);
        return form.Find(field => standing.Required.Contains(field.Key!) && field.Type is not (FormFieldType.Formula or FormFieldType.Section) && Inbox.FieldInput.IsMissing(answers[field.Key!]));
    }

    /// <summary>What may be sent: what is asked, without what the server computes itself.</summary>
    public static JsonObject ToSend(IEnumerable<FormField> fields, JsonObject answers)
    {
        var form = fields.ToList();
        var standing = Of(form, answers);
        var sent = (JsonObject)answers.DeepClone();
        foreach (var field in form.Where(field => field.Type is FormFieldType.Formula or FormFieldType.Section || !standing.Visible.Contains(field.Key!))) sent.Remove(field.Key!);
        return sent;
    }

    /// <summary>A column's sum: of numbers as it is, of amounts in whole units.</summary>
    public static decimal SumOf(FormField column, IEnumerable<JsonObject> rows) => rows.Sum(row => FieldValue.Number(Plain(row[column.Key!])) ?? 0);

    /// <summary>A computed value as people read it.</summary>
    public static string Say(object? value) => value switch
    {
        null => "—",
        IReadOnlyDictionary<string, object?> => Money(FieldValue.Number(value) ?? 0),
        _ => (FieldValue.Number(value) ?? 0).ToString("#,##0.######", CultureInfo.CurrentCulture),
    };

    public static string Money(decimal amount) => "¥" + amount.ToString("N2", CultureInfo.CurrentCulture);

    /// <summary>JSON as the rules see it.</summary>
    public static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue<bool>(out var yes) => yes,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => node.ToString(),
    };

    private static void Put(IEnumerable<FormField> columns, JsonObject row)
    {
        var all = columns.ToList();
        foreach (var (key, result) in Of(all, row).Computed)
        {
            if (result is null) row.Remove(key);
            else row[key] = result is IReadOnlyDictionary<string, object?> money ? new JsonObject { ["amountMinor"] = (long)money["amountMinor"]!, ["currency"] = (string)money["currency"]! } : JsonValue.Create(FieldValue.Number(result));
        }
    }

    private static FormRule RuleOf(FormField field) => new(field.Key!, field.Type == FormFieldType.Section, ConditionOf(field.VisibleWhen), ConditionOf(field.RequiredWhen), field.Required == true,
        field.Type == FormFieldType.Formula ? FieldFormula.Read(field.Formula).Formula : null, field.Decimals ?? 2, field.Currency);

    // What cannot be read is named where the form is made; for whoever fills it in, the field is simply asked.
    private static FieldCondition? ConditionOf(object? json)
    {
        try
        {
            return FieldCondition.Read(json switch { null => null, JsonNode node => node, _ => JsonSerializer.SerializeToNode(json) });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
