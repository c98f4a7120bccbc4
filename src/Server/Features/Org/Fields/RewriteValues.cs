using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Stores all values of a field anew after a change of what the field is: of another kind, secret or not, unique or not, searchable or not.</summary>
internal sealed class RewriteValues(OrgEdit edit)
{
    private const int RowsAtOnce = 500;

    /// <summary>Goes through the values.</summary>
    /// <param name="field">The field as it is now.</param>
    /// <param name="from">Its kind before.</param>
    /// <param name="before">Its rules before.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Why it can not be; then the caller takes back what was written by then.</returns>
    public async Task<Refusal?> RunAsync(CustomField field, CustomFieldKind from, FieldShape before, CancellationToken ct)
    {
        if (!IsConvertible(from, field.Kind)) return InUse(field, from, "can not be made of such values");
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        for (var done = 0; ; done += RowsAtOnce)
        {
            var rows = await edit.Db.CustomValues.Where(v => v.FieldId == field.Id).OrderBy(v => v.Id).Skip(done).Take(RowsAtOnce).ToListAsync(ct);
            foreach (var row in rows)
            {
                var value = await edit.Fields.Read.OpenAsync(row, ct);
                var check = new CheckValue(field.IsSecret);
                var kept = from == field.Kind && before.Rules.IsMultiple == field.Shape.Rules.IsMultiple ? value : Convert(value, from, field) is { } other ? check.Check(field, other, other) : null;
                if (kept is null) return InUse(field, from, check.Problems.Count > 0 ? $"does not fit one of them. {check.Problems[0]}" : "can not be made of one of them");
                if (field.IsUnique && !hashes.Add(FieldShape.TextOf(kept))) return new Refusal("custom-fields.unique.in-use", $"Expected values that do not repeat, but two of a {field.Entity} are the same.");
                await edit.Fields.Store.PutAsync(field, row.SubjectId, row, kept, ct);
            }

            await edit.Db.SaveChangesAsync(ct);
            if (rows.Count < RowsAtOnce) return null;
        }
    }

    private static bool IsConvertible(CustomFieldKind from, CustomFieldKind to) => from == to || (from, to) switch
    {
        (CustomFieldKind.Number or CustomFieldKind.Date or CustomFieldKind.Choice, CustomFieldKind.Text) => true,
        (CustomFieldKind.Text, CustomFieldKind.Number or CustomFieldKind.Date or CustomFieldKind.Choice) => true,
        _ => false,
    };

    private static JsonNode? Convert(JsonNode value, CustomFieldKind from, CustomField to)
    {
        // Several options are no single text; one option is a list of one.
        if (value is JsonArray several && several.Count != 1 && !to.Shape.Rules.IsMultiple) return null;
        var single = value is JsonArray list && !to.Shape.Rules.IsMultiple ? list[0]! : value;
        return to.Kind switch
        {
            CustomFieldKind.Text => JsonValue.Create(from == CustomFieldKind.Number ? single.ToJsonString() : single.GetValue<string>()),
            CustomFieldKind.Number => decimal.TryParse(single.GetValue<string>(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
            CustomFieldKind.Choice when to.Shape.Rules.IsMultiple && value is not JsonArray => new JsonArray(value.DeepClone()),
            _ => single.DeepClone(),
        };
    }

    private static Refusal InUse(CustomField field, CustomFieldKind from, string why) =>
        new("custom-fields.kind.in-use", $"Expected the values of '{field.Name}', which are of the kind {from}, to become {field.Kind}, but that {why}.");
}
