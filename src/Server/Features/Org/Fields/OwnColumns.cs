using System.Reflection;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Says of the rows of a list what they are: their member <c>Custom</c> then holds the values of the company's own fields that the viewer may see, and a file has a column for each.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OwnFieldsOfAttribute(FieldEntity entity) : Attribute
{
    public FieldEntity Entity => entity;
}

/// <summary>A column for each field that the company has added to what a list shows, as far as it fits into a cell and the viewer can see it of anything.</summary>
internal sealed class OwnColumns(AppDbContext db, CurrentUser user, ReadFields read) : IFurtherColumns
{
    /// <inheritdoc />
    public async Task<FurtherColumns?> OfAsync(Type row, CancellationToken ct)
    {
        if (row.GetCustomAttribute<OwnFieldsOfAttribute>() is not { } rows) return null;
        var custom = row.GetProperty("Custom") ?? throw new InvalidOperationException($"Expected {row.FullName} to have a member Custom, but it has none.");
        var fields = (await read.OfAsync(user.CompanyId, rows.Entity, ct)).Where(f => FieldCells.Fits(f) && user.Has(ProductFields.PermissionFor(f.SeenAs))).ToList();
        var numbers = await NumbersAsync(db, [.. fields.Where(f => f.Kind == CustomFieldKind.Person).Select(f => f.Id)], ct);
        return new([.. fields.Select(f => (f.LabelZh, f.LabelEn))],
            one => fields.Select(field => (custom.GetValue(one) as JsonObject)?[field.Key] is { } value ? FieldCells.TextOf(field, value, id => numbers.GetValueOrDefault(id)) : null));
    }

    /// <summary>Employee numbers of the people that these fields name: files name people by them.</summary>
    public static async Task<Dictionary<Guid, string>> NumbersAsync(AppDbContext db, List<Guid> fields, CancellationToken ct)
    {
        if (fields.Count == 0) return [];
        var named = await db.CustomValues.Where(v => fields.Contains(v.FieldId) && v.Json != null).Select(v => v.Json!).Distinct().ToListAsync(ct);
        var ids = named.Select(json => Guid.Parse(json.Trim('"'))).ToList();
        return await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.EmployeeNumber, ct);
    }
}
