using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>What fields of the company's own hold about a person, their employments and cases: the secret ones in full, and those out of use as well, since their values are kept.</summary>
internal sealed class PersonalFields(AppDbContext db, ReadFields read) : IPersonalData
{
    public string Name => "customFields";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct)
    {
        var subjects = ErasableFields.SubjectsOf(db, personId);
        var rows = await (
            from value in db.CustomValues.AsNoTracking()
            where subjects.Contains(value.SubjectId)
            join field in db.CustomFields.AsNoTracking() on value.FieldId equals field.Id
            orderby field.Entity, field.Position, field.Id
            select new { value, field }).ToListAsync(ct);
        var all = new List<object>();
        foreach (var row in rows) all.Add(new { row.field.Entity, row.field.Key, row.field.LabelZh, row.field.LabelEn, Value = await OpenAsync(row.value, ct) });
        return all.Count == 0 ? null : all;
    }

    private async Task<JsonNode> OpenAsync(CustomValue value, CancellationToken ct) => await read.OpenAsync(value, ct);
}
