using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>Makes the blind indexes of identity numbers anew after a new key for them. Until then a number is looked for under the old keys too.</summary>
internal sealed class ReindexNumbers(AppDbContext db, CompanyKeys keys, FieldSecrets secrets) : IKeyWork
{
    public string Name => "identityNumbers.indexed";

    public async Task<(int All, int Done)> CountAsync(Guid companyId, CancellationToken ct)
    {
        var all = db.PersonSecrets.Where(s => s.CompanyId == companyId && s.IdentityNumberIndex != null);
        return await keys.NewestIdAsync(companyId, KeyUse.Index, ct) is { } newest ? (await all.CountAsync(ct), await all.CountAsync(s => s.IndexKeyId == newest, ct)) : (0, 0);
    }

    public Task<List<Guid>> LeftAsync(CancellationToken ct)
    {
        var newest = keys.Newest(KeyUse.Index);
        return db.PersonSecrets.Where(s => s.IdentityNumberIndex != null && !newest.Contains(s.IndexKeyId)).Select(s => s.CompanyId).Distinct().ToListAsync(ct);
    }

    public async Task<int> RunAsync(Guid companyId, int most, CancellationToken ct)
    {
        var key = await keys.CurrentAsync(companyId, KeyUse.Index, ct);
        var rows = await db.PersonSecrets.Where(s => s.CompanyId == companyId && s.IdentityNumberIndex != null && s.IndexKeyId != key.Id).OrderBy(s => s.PersonId).Take(most).ToListAsync(ct);
        foreach (var row in rows)
        {
            var number = await secrets.OpenTextAsync(row.PlaceOf(PersonSecretsRow.IdentityNumberColumn), row.IdentityNumber!, ct);
            row.KeepIndex(FieldSecrets.IndexOf(key.Bytes, PersonSecretsRow.IdentityNumberColumn, number), key.Id);
        }

        return rows.Count;
    }
}
