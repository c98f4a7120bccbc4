using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>After the setting was switched on, seals the numbers that are plain; after it was switched off, opens those that are sealed.</summary>
internal sealed class FollowPhoneSetting(AppDbContext db, Phones phones, SecretsOptions options) : IKeyWork
{
    public string Name => "phones.sealed";

    public async Task<(int All, int Done)> CountAsync(Guid companyId, CancellationToken ct)
    {
        var all = db.People.Where(p => p.CompanyId == companyId && (p.Phone != null || p.KeyId != null));
        return (await all.CountAsync(ct), await all.CountAsync(p => p.KeyId != null == options.SealPhones, ct));
    }

    public Task<List<Guid>> LeftAsync(CancellationToken ct) => Left().Select(p => p.CompanyId).Distinct().ToListAsync(ct);

    public async Task<int> RunAsync(Guid companyId, int most, CancellationToken ct)
    {
        var rows = await Left().Where(p => p.CompanyId == companyId).OrderBy(p => p.Id).Take(most).ToListAsync(ct);
        foreach (var row in rows) await phones.KeepAsync(row, await phones.ReadAsync(row, ct), ct);
        return rows.Count;
    }

    private IQueryable<PersonRecord> Left() => options.SealPhones ? db.People.Where(p => p.Phone != null) : db.People.Where(p => p.KeyId != null);
}

/// <summary>Makes the blind indexes of sealed phone numbers anew after a new key for them. Until then they are looked for under the old keys too.</summary>
internal sealed class ReindexPhones(AppDbContext db, CompanyKeys keys, Phones phones) : IKeyWork
{
    public string Name => "phones.indexed";

    public async Task<(int All, int Done)> CountAsync(Guid companyId, CancellationToken ct)
    {
        var all = db.People.Where(p => p.CompanyId == companyId && p.KeyId != null);
        return await keys.NewestIdAsync(companyId, KeyUse.Index, ct) is { } newest ? (await all.CountAsync(ct), await all.CountAsync(p => p.IndexKeyId == newest, ct)) : (0, 0);
    }

    public Task<List<Guid>> LeftAsync(CancellationToken ct)
    {
        var newest = keys.Newest(KeyUse.Index);
        return db.People.Where(p => p.KeyId != null && !newest.Contains(p.IndexKeyId)).Select(p => p.CompanyId).Distinct().ToListAsync(ct);
    }

    public async Task<int> RunAsync(Guid companyId, int most, CancellationToken ct)
    {
        if (await keys.NewestIdAsync(companyId, KeyUse.Index, ct) is not { } newest) return 0;
        var rows = await db.People.Where(p => p.CompanyId == companyId && p.KeyId != null && p.IndexKeyId != newest).OrderBy(p => p.Id).Take(most).ToListAsync(ct);
        foreach (var row in rows) await phones.ReindexAsync(row, ct);
        return rows.Count;
    }
}
