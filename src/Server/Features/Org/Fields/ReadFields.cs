using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Reads the fields of a company's own, and their values as a viewer may see them.</summary>
internal sealed class ReadFields(AppDbContext db, FieldSecrets secrets)
{
    /// <summary>The fields of an entity that are in use, in their order.</summary>
    public async Task<IReadOnlyList<CustomField>> OfAsync(Guid companyId, FieldEntity entity, CancellationToken ct) =>
        await db.CustomFields.AsNoTracking().Where(f => f.CompanyId == companyId && f.Entity == entity && f.RetiredUtc == null).OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);

    /// <summary>The values of these entities, by the keys of their fields: what has no value or may not be seen is absent.</summary>
    /// <param name="entity">What they are.</param>
    /// <param name="subjects">Their ids.</param>
    /// <param name="sees">Whether the viewer sees this field of this entity.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyDictionary<Guid, JsonObject>> ValuesAsync(FieldEntity entity, IReadOnlyCollection<Guid> subjects, Func<Guid, CustomField, bool> sees, CancellationToken ct)
    {
        var found = new Dictionary<Guid, JsonObject>();
        var rows = await (
            from value in db.CustomValues.AsNoTracking()
            where subjects.Contains(value.SubjectId)
            join field in db.CustomFields.AsNoTracking() on value.FieldId equals field.Id
            where field.Entity == entity && field.RetiredUtc == null
            orderby field.Position, field.Id
            select new { value, field }).ToListAsync(ct);
        foreach (var row in rows.Where(r => sees(r.value.SubjectId, r.field)))
        {
            if (!found.TryGetValue(row.value.SubjectId, out var shown)) found[row.value.SubjectId] = shown = [];
            shown[row.field.Key] = await OpenAsync(row.value, ct);
        }

        return found;
    }

    /// <summary>The values of one entity; null when it has none that may be seen.</summary>
    public async Task<JsonObject?> ValuesOfAsync(FieldEntity entity, Guid subject, Func<CustomField, bool> sees, CancellationToken ct) =>
        (await ValuesAsync(entity, [subject], (_, field) => sees(field), ct)).GetValueOrDefault(subject);

    /// <summary>A stored value.</summary>
    /// <exception cref="SealedValueException">It is secret, and was changed or moved.</exception>
    public async Task<JsonNode> OpenAsync(CustomValue value, CancellationToken ct) =>
        JsonNode.Parse(value.Cipher is { } cipher ? await secrets.OpenTextAsync(value.Place, cipher, ct) : value.Json!)!;
}
