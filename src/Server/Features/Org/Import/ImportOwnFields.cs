using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>The fields of the company's own that a file fills, with what people have in them.</summary>
internal sealed class ImportOwnFields
{
    private readonly Dictionary<(Guid Field, Guid Person), string> known;
    private readonly Dictionary<(Guid Field, string Value), string> taken = [];
    private readonly List<(CustomField Field, int Column)> mapped;
    private readonly List<CustomField> demanded;

    private ImportOwnFields(IReadOnlyList<CustomField> fields, ImportMapping mapping, IReadOnlyList<string> columns, Dictionary<(Guid Field, Guid Person), string> known)
    {
        this.known = known;
        mapped = [.. fields.Where(f => mapping.Own.ContainsKey(f.Key)).Select(f => (f, columns.ToList().IndexOf(mapping.Own[f.Key])))];
        ByKey = fields.ToDictionary(f => f.Key);
        demanded = [.. fields.Where(f => f.IsRequired && f.Shape.Default is null && (mapping.Own.ContainsKey(f.Key) || (f.SeenAs == Platform.FieldKind.Person && f.ChangedAs == Platform.FieldKind.Person)))];
        Defaults = [.. fields.Where(f => f.Shape.Default is not null)];
        foreach (var (field, _) in mapped.Where(m => m.Field.IsUnique))
            foreach (var ((of, person), value) in known.Where(k => k.Key.Field == field.Id)) taken[(of, value)] = person.ToString("D");
    }

    /// <summary>The fields by their keys.</summary>
    public IReadOnlyDictionary<string, CustomField> ByKey { get; }

    /// <summary>Fields that somebody new gets a value in without being asked.</summary>
    public IReadOnlyList<CustomField> Defaults { get; }

    /// <summary>Reads them.</summary>
    public static async Task<ImportOwnFields> ReadAsync(AppDbContext db, Guid companyId, ImportMapping mapping, IReadOnlyList<string> columns, CancellationToken ct)
    {
        var fields = await db.CustomFields.AsNoTracking().Where(f => f.CompanyId == companyId && f.Entity == FieldEntity.Person && f.RetiredUtc == null).OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);
        fields = fields.FindAll(FieldCells.Fits);
        if (fields.Count == 0) return new([], mapping, columns, []);
        var ids = fields.Where(f => mapping.Own.ContainsKey(f.Key)).Select(f => f.Id).ToList();
        var known = new Dictionary<(Guid, Guid), string>();
        await foreach (var value in db.CustomValues.AsNoTracking().Where(v => ids.Contains(v.FieldId) && v.Json != null).Select(v => new { v.FieldId, v.SubjectId, v.Json }).AsAsyncEnumerable().WithCancellation(ct))
            known[(value.FieldId, value.SubjectId)] = value.Json!;
        return new(fields, mapping, columns, known);
    }

    /// <summary>People whom the fields of a row name.</summary>
    public static IEnumerable<Guid?> PeopleOf(PlannedRow row) => row.Own is null ? [] : row.Own.Where(o => o.Key.Kind == CustomFieldKind.Person).Select(o => (Guid?)Guid.Parse((string)o.Value!));

    /// <summary>Decides what a row does to the fields.</summary>
    /// <param name="row">The row, whose person is known.</param>
    /// <param name="idOf">The person with an employee number, in the file or in the company.</param>
    public void Plan(PlannedRow row, Func<string, Guid?> idOf)
    {
        foreach (var (field, column) in mapped)
            if (row.Cell(column) is { Length: > 0 } text) Plan(row, field, text, idOf);
        if (row.Known is not null) return;
        foreach (var field in demanded.Where(f => row.Own?.ContainsKey(f) != true && row.Errors.Count == 0)) row.Error($"Expected '{field.Name}' ({field.LabelZh} {field.LabelEn}) to be filled in, but it is empty.");
        foreach (var field in Defaults.Where(f => row.Own?.ContainsKey(f) != true)) row.Put(field, field.Shape.Default!.DeepClone());
    }

    /// <summary>Keeps in mind what a row has, which was decided before.</summary>
    public void Remember(PlannedRow row)
    {
        foreach (var (field, value) in row.Own ?? [])
            if (field.IsUnique) taken.TryAdd((field.Id, FieldShape.TextOf(value)), row.PersonId.ToString("D"));
    }

    private void Plan(PlannedRow row, CustomField field, string text, Func<string, Guid?> idOf)
    {
        // Whoever may read the report need not see this kind of data.
        var isOpen = field.SeenAs == Platform.FieldKind.Person;
        var check = new CheckValue(isSecret: !isOpen);
        var before = known.GetValueOrDefault((field.Id, row.PersonId));
        if (check.Check(field, FieldCells.Read(field, text, idOf), before is null ? null : JsonNode.Parse(before)) is not { } value)
        {
            foreach (var problem in check.Problems) row.Error(problem);
            return;
        }

        var after = FieldShape.TextOf(value);
        if (after == before) return;
        if (field.IsUnique && !taken.TryAdd((field.Id, after), row.PersonId.ToString("D")) && taken[(field.Id, after)] != row.PersonId.ToString("D"))
            row.Error($"Expected '{field.Name}' ({field.LabelZh} {field.LabelEn}) to have a value that no other person has, but {(isOpen ? after : "it")} is taken.");
        row.Put(field, value);
        if (row.Known is not null) row.Change(isOpen ? $"{field.Name}: {before} → {after}" : $"{field.Name}: changed");
    }
}
