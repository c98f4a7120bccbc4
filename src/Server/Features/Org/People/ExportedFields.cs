using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>A stored value of a field of the company's own.</summary>
internal sealed record OwnValue(Guid FieldId, string Json);

/// <summary>The fields of the company's own that an export has columns for: those that the caller can see of anybody. A cell of somebody of whom they do not see the field stays empty.</summary>
internal sealed class ExportedFields
{
    private readonly IReadOnlyList<CustomField> fields;
    private readonly Dictionary<FieldKind, HashSet<Guid>> limited;
    private readonly Dictionary<Guid, string> numbers;

    private ExportedFields(IReadOnlyList<CustomField> fields, Dictionary<FieldKind, HashSet<Guid>> limited, Dictionary<Guid, string> numbers) => (this.fields, this.limited, this.numbers) = (fields, limited, numbers);

    /// <summary>Ids of the fields.</summary>
    public IReadOnlyList<Guid> Ids => [.. fields.Select(f => f.Id)];

    /// <summary>Finds out which they are.</summary>
    public static async Task<ExportedFields> OfAsync(AppDbContext db, CurrentUser user, ReadFields read, CancellationToken ct)
    {
        var fields = (await read.OfAsync(user.CompanyId, FieldEntity.Person, ct)).Where(f => FieldCells.Fits(f) && user.Has(ProductFields.PermissionFor(f.SeenAs))).ToList();
        var limited = new Dictionary<FieldKind, HashSet<Guid>>();
        foreach (var kind in fields.Select(f => f.SeenAs).Distinct().Where(k => !user.Rights.ReachesCompany(ProductFields.PermissionFor(k))))
            limited[kind] = [.. await db.People.VisibleTo(user, ProductFields.PermissionFor(kind), db).Select(p => p.Id).ToListAsync(ct)];
        return new(fields, limited, await OwnColumns.NumbersAsync(db, [.. fields.Where(f => f.Kind == CustomFieldKind.Person).Select(f => f.Id)], ct));
    }

    /// <summary>A heading for each, in both languages.</summary>
    public IReadOnlyList<(string Chinese, string English)> Headings => [.. fields.Select(f => (f.LabelZh, f.LabelEn))];

    /// <summary>A cell for each.</summary>
    public IEnumerable<string?> CellsOf(Guid person, IReadOnlyList<OwnValue> values) => fields.Select(field =>
        values.FirstOrDefault(v => v.FieldId == field.Id) is { } value && (!limited.TryGetValue(field.SeenAs, out var seen) || seen.Contains(person))
            ? FieldCells.TextOf(field, JsonNode.Parse(value.Json)!, id => numbers.GetValueOrDefault(id))
            : null);
}
