using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Makes the blind indexes of secret fields anew after a new key for them. Until then a value that nobody else may have is looked for under the old keys too.</summary>
internal sealed class ReindexValues(AppDbContext db, CompanyKeys keys, FieldSecrets secrets) : IKeyWork
{
    public string Name => "customValues.indexed";

    public async Task<(int All, int Done)> CountAsync(Guid companyId, CancellationToken ct)
    {
        var all = db.CustomValues.Where(v => v.CompanyId == companyId && v.IndexKeyId != null);
        return await keys.NewestIdAsync(companyId, KeyUse.Index, ct) is { } newest ? (await all.CountAsync(ct), await all.CountAsync(v => v.IndexKeyId == newest, ct)) : (0, 0);
    }

    public Task<List<Guid>> LeftAsync(CancellationToken ct)
    {
        var newest = keys.Newest(KeyUse.Index);
        return db.CustomValues.Where(v => v.IndexKeyId != null && !newest.Contains(v.IndexKeyId)).Select(v => v.CompanyId).Distinct().ToListAsync(ct);
    }

    public async Task<int> RunAsync(Guid companyId, int most, CancellationToken ct)
    {
        var key = await keys.CurrentAsync(companyId, KeyUse.Index, ct);
        var rows = await db.CustomValues.Where(v => v.CompanyId == companyId && v.IndexKeyId != null && v.IndexKeyId != key.Id).OrderBy(v => v.Id).Take(most).ToListAsync(ct);
        var wanted = rows.Select(v => v.FieldId).Distinct().ToList();
        var fields = await db.CustomFields.AsNoTracking().Where(f => wanted.Contains(f.Id)).ToDictionaryAsync(f => f.Id, ct);
        foreach (var row in rows)
            (row.UniqueHash, row.IndexKeyId) = (FieldSecrets.IndexOf(key.Bytes, StoreValue.IndexOf(fields[row.FieldId]), await secrets.OpenTextAsync(row.Place, row.Cipher!, ct)), key.Id);
        return rows.Count;
    }
}
