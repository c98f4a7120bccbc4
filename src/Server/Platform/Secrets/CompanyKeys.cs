using System.Collections.Concurrent;
using System.Security.Cryptography;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>A company's key, ready for use.</summary>
internal sealed record OpenKey(Guid Id, byte[] Bytes);

/// <summary>Keys that this process has unwrapped. By id: a key that was rolled back is never asked for again.</summary>
internal sealed class OpenedKeys
{
    private readonly ConcurrentDictionary<Guid, byte[]> keys = new();

    public byte[]? Find(Guid id) => keys.GetValueOrDefault(id);

    public void Keep(Guid id, byte[] key) => keys[id] = key;
}

/// <summary>The companies' keys, within the scope's transaction.</summary>
internal sealed class CompanyKeys(AppDbContext db, IMasterKeys master, OpenedKeys opened, TimeProvider clock)
{
    /// <summary>The key for what is written now; the company's first one is made when it is needed.</summary>
    /// <remarks>Asks the database each time, so that from the moment of a rotation on no process of a cluster writes with the key before.</remarks>
    public async Task<OpenKey> CurrentAsync(Guid companyId, KeyUse use, CancellationToken ct)
    {
        if (await NewestAsync(companyId, use, ct) is { } key) return await OpenAsync(key, ct);
        await AddAsync(companyId, use, 1, ct);
        return await OpenAsync(await NewestAsync(companyId, use, ct) ?? throw new InvalidOperationException($"Expected company {companyId:D} to have a key after it was made."), ct);
    }

    /// <summary>The key with that id.</summary>
    /// <exception cref="SealedValueException">There is no such key, or its master key is missing.</exception>
    public async Task<byte[]> FindAsync(Guid id, CancellationToken ct)
    {
        if (opened.Find(id) is { } known) return known;
        return await db.CompanyKeys.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, ct) is { } key
            ? (await OpenAsync(key, ct)).Bytes
            : throw new SealedValueException($"Expected key {id:D}, which sealed a value, among the company's keys, but it is not there.");
    }

    /// <summary>Adds the company's next key of that use. Whatever is written from the commit on is sealed or indexed with it.</summary>
    public async Task<int> RotateAsync(Guid companyId, KeyUse use, CancellationToken ct)
    {
        var next = (await NewestAsync(companyId, use, ct))?.Number + 1 ?? 1;
        await AddAsync(companyId, use, next, ct);
        return next;
    }

    /// <summary>The id of the newest key of that use; null while the company has none.</summary>
    public async Task<Guid?> NewestIdAsync(Guid companyId, KeyUse use, CancellationToken ct) => (await NewestAsync(companyId, use, ct))?.Id;

    /// <summary>True when some company has had more than one key of that use: only then can there be anything that an older one sealed.</summary>
    public Task<bool> AnyRotatedAsync(KeyUse use, CancellationToken ct) => db.CompanyKeys.AnyAsync(k => k.Use == use && k.Number > 1, ct);

    /// <summary>The ids of every company's newest key of that use, for a part of a query.</summary>
    public IQueryable<Guid?> Newest(KeyUse use) =>
        db.CompanyKeys.Where(k => k.Use == use && !db.CompanyKeys.Any(later => later.CompanyId == k.CompanyId && later.Use == use && later.Number > k.Number)).Select(k => (Guid?)k.Id);

    /// <summary>All keys that the company's blind indexes may have been made with, the newest first.</summary>
    public async Task<List<OpenKey>> IndexKeysAsync(Guid companyId, CancellationToken ct)
    {
        var all = await db.CompanyKeys.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(k => k.CompanyId == companyId && k.Use == KeyUse.Index).OrderByDescending(k => k.Number).ToListAsync(ct);
        var open = new List<OpenKey>();
        foreach (var key in all) open.Add(await OpenAsync(key, ct));
        return open;
    }

    /// <summary>Wraps every key anew, with the newest master key. What the keys sealed stays as it is.</summary>
    /// <returns>How many keys there are.</returns>
    /// <exception cref="SealedValueException">A master key that wrapped one of them is missing; those before it are wrapped anew.</exception>
    public async Task<int> RewrapAsync(CancellationToken ct)
    {
        var keys = await db.CompanyKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync(ct);
        foreach (var key in keys)
        {
            var use = UseOf(key.CompanyId, key.Use, key.Id);
            var wrapped = await master.WrapAsync(await master.UnwrapAsync(key.Wrapped, use, ct), use, ct);
            await db.CompanyKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.Wrapped, wrapped), ct);
        }
        return keys.Count;
    }

    private Task<CompanyKey?> NewestAsync(Guid companyId, KeyUse use, CancellationToken ct) =>
        db.CompanyKeys.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(k => k.CompanyId == companyId && k.Use == use).OrderByDescending(k => k.Number).FirstOrDefaultAsync(ct);

    private async Task<OpenKey> OpenAsync(CompanyKey key, CancellationToken ct)
    {
        if (opened.Find(key.Id) is { } known) return new(key.Id, known);
        var bytes = await master.UnwrapAsync(key.Wrapped, UseOf(key.CompanyId, key.Use, key.Id), ct);
        opened.Keep(key.Id, bytes);
        return new(key.Id, bytes);
    }

    // Past EF Core, because two who need the company's first key at the same moment must both go on: the second one takes the first one's.
    private async Task AddAsync(Guid companyId, KeyUse use, int number, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var key = new CompanyKey
        {
            Id = id, CompanyId = companyId, Use = use, Number = number, MadeAtUtc = UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime),
            Wrapped = await master.WrapAsync(RandomNumberGenerator.GetBytes(SealedBytes.KeyLength), UseOf(companyId, use, id), ct),
        };
        db.KeepInCompany(key);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO company_keys (id, company_id, "use", number, wrapped, made_at_utc)
            VALUES ({key.Id}, {key.CompanyId}, {key.Use.ToString()}, {key.Number}, {key.Wrapped}, {key.MadeAtUtc}) ON CONFLICT DO NOTHING
            """, ct);
    }

    private static string UseOf(Guid companyId, KeyUse use, Guid id) => $"{use} of company {companyId:D}, key {id:D}";
}
