using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace HrBpm.Server.Platform.Secrets.Flows;

/// <summary>Seals the texts of one confidential instance.</summary>
internal sealed class FlowSeal(OpenKey key)
{
    public string Seal(string table, string row, string column, string plain) => SealedText.Seal(key, new TextPlace(table, row, column), plain);

    /// <summary>Seals whatever of the row is not sealed yet.</summary>
    public void Seal(IFlowTexts held)
    {
        var (table, row) = held.Place;
        foreach (var (column, text) in held.Texts.ToList())
            if (!string.IsNullOrEmpty(text) && !(held.IsSealed && SealedText.Open(key.Bytes, new TextPlace(table, row, column), text) is not null)) held.Put(column, Seal(table, row, column, text));
        held.IsSealed = true;
    }
}

/// <summary>Keys of instances that this process has opened lately. A key that is gone from the database is forgotten within some minutes.</summary>
internal sealed class OpenedFlowKeys : IDisposable
{
    private const int Most = 20_000;
    private static readonly TimeSpan For = TimeSpan.FromMinutes(5);
    private readonly MemoryCache keys = new(new MemoryCacheOptions { SizeLimit = Most });

    public byte[]? Find(Guid id) => keys.Get<byte[]>(id);

    public void Keep(Guid id, byte[] key) => keys.Set(id, key, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = For });

    public void Dispose() => keys.Dispose();
}

/// <summary>Seals and opens what is stored of confidential instances, within the scope's transaction. What is not sealed costs nothing here.</summary>
internal sealed class FlowSeals(AppDbContext db, FieldSecrets secrets, CompanyKeys companyKeys, OpenedFlowKeys opened)
{
    private readonly Dictionary<string, OpenKey> known = [];

    /// <summary>The seal of a confidential instance; its key is made when it has none, and commits with the scope.</summary>
    public async Task<FlowSeal> OfAsync(string instanceId, Guid companyId, CancellationToken ct)
    {
        if (await FindAsync(instanceId, ct) is { } seal) return seal;
        var made = new OpenKey(Guid.CreateVersion7(), RandomNumberGenerator.GetBytes(SealedBytes.KeyLength));
        var wrapped = await secrets.SealAsync(FlowKey.PlaceOf(companyId, made.Id), made.Bytes, ct);
        db.Add(new FlowKey { Id = made.Id, CompanyId = companyId, InstanceId = instanceId, Wrapped = wrapped, KeyId = SealedBytes.KeyIdOf(wrapped) });
        return new FlowSeal(known[instanceId] = made);
    }

    /// <summary>The seal of an instance; null when nothing of it is sealed.</summary>
    public async Task<FlowSeal?> FindAsync(string instanceId, CancellationToken ct)
    {
        if (known.TryGetValue(instanceId, out var key)) return new FlowSeal(key);
        if (await db.FlowKeys.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(k => k.InstanceId == instanceId, ct) is not { } row) return null;
        return new FlowSeal(known[instanceId] = new OpenKey(row.Id, await OpenAsync(row, ct)));
    }

    /// <summary>A text for which no instance stands, sealed with the company's own key.</summary>
    public async Task<string> SealAsync(Guid companyId, TextPlace place, string plain, CancellationToken ct) =>
        SealedText.Seal(await companyKeys.CurrentAsync(companyId, KeyUse.Fields, ct), place, plain);

    /// <summary>The text as it was before it was sealed; one that is not in the form of something sealed as it is.</summary>
    /// <exception cref="SealedValueException">It was changed, it was sealed at another place, or its key is missing.</exception>
    public async ValueTask<string> OpenAsync(TextPlace place, string stored, CancellationToken ct)
    {
        if (!SealedText.Is(stored)) return stored;
        if (SealedText.KeyIdOf(stored) is not { } id) throw Broken(place);
        var key = opened.Find(id) ?? (await db.FlowKeys.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, ct) is { } row
            ? await OpenAsync(row, ct)
            : await companyKeys.FindAsync(id, ct));
        return SealedText.Open(key, place, stored) ?? throw Broken(place);
    }

    /// <summary>Opens all texts of a row that is only read.</summary>
    /// <exception cref="SealedValueException">A text was changed, or the key is missing.</exception>
    public async Task<T> OpenAsync<T>(T held, CancellationToken ct)
        where T : class, IFlowTexts
    {
        if (!held.IsSealed) return held;
        if (db.Entry(held).State != EntityState.Detached) throw new InvalidOperationException($"Expected a {typeof(T).Name} that is only read, but it is tracked: its texts would be stored open.");
        var (table, row) = held.Place;
        foreach (var (column, text) in held.Texts.ToList())
            if (!string.IsNullOrEmpty(text)) held.Put(column, await OpenAsync(new TextPlace(table, row, column), text, ct));
        held.IsSealed = false;
        return held;
    }

    private async Task<byte[]> OpenAsync(FlowKey row, CancellationToken ct)
    {
        if (opened.Find(row.Id) is { } key) return key;
        key = await secrets.OpenAsync(FlowKey.PlaceOf(row.CompanyId, row.Id), row.Wrapped, ct);
        opened.Keep(row.Id, key);
        known[row.InstanceId] = new OpenKey(row.Id, key);
        return key;
    }

    private static SealedValueException Broken(TextPlace place) =>
        new($"Expected {place.Table}.{place.Column} of row {place.Row} as it was sealed there, but it was changed or was sealed at another place.");
}
