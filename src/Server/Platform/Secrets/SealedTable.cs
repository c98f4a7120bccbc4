using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>A row with sealed columns. All of them are sealed with one key.</summary>
internal interface ISealedRow : IBelongsToCompany
{
    /// <summary>The id that its values are bound to.</summary>
    Guid RowId { get; }

    /// <summary>The key that sealed its values; null while it has none.</summary>
    Guid? KeyId { get; }

    /// <summary>Columns that have a value, by the names that their values are bound to.</summary>
    IReadOnlyDictionary<string, byte[]> Sealed { get; }

    /// <summary>Puts newly sealed values in the place of those that <see cref="Sealed"/> gave.</summary>
    void Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values);
}

/// <summary>A table that the rotation of keys has to go through. Features register one per table.</summary>
internal interface ISealedTable
{
    /// <summary>How many rows of the company have sealed values, and how many of them with its newest key.</summary>
    Task<(int All, int Done)> CountAsync(Guid companyId, Guid newest, CancellationToken ct);

    /// <summary>Companies that have rows that are not sealed with their newest key, of all companies.</summary>
    Task<List<Guid>> LeftAsync(CancellationToken ct);

    /// <summary>Seals some rows anew that are not sealed with the newest key. The caller commits.</summary>
    /// <returns>How many there were; 0 when all are done.</returns>
    Task<int> ResealAsync(Guid companyId, Guid newest, int most, CancellationToken ct);
}

/// <inheritdoc cref="ISealedTable"/>
internal sealed class SealedTable<TRow>(AppDbContext db, CompanyKeys keys, FieldSecrets secrets) : ISealedTable
    where TRow : class, ISealedRow
{
    private readonly string table = db.Model.FindEntityType(typeof(TRow))!.GetTableName()!;

    public async Task<(int All, int Done)> CountAsync(Guid companyId, Guid newest, CancellationToken ct)
    {
        var all = db.Set<TRow>().Where(r => r.CompanyId == companyId && EF.Property<Guid?>(r, nameof(ISealedRow.KeyId)) != null);
        return (await all.CountAsync(ct), await all.CountAsync(r => EF.Property<Guid?>(r, nameof(ISealedRow.KeyId)) == newest, ct));
    }

    public Task<List<Guid>> LeftAsync(CancellationToken ct)
    {
        var newest = keys.Newest(KeyUse.Fields);
        return db.Set<TRow>().Where(r => EF.Property<Guid?>(r, nameof(ISealedRow.KeyId)) != null && !newest.Contains(EF.Property<Guid?>(r, nameof(ISealedRow.KeyId))))
            .Select(r => r.CompanyId).Distinct().ToListAsync(ct);
    }

    public async Task<int> ResealAsync(Guid companyId, Guid newest, int most, CancellationToken ct)
    {
        var rows = await db.Set<TRow>()
            .Where(r => r.CompanyId == companyId && EF.Property<Guid?>(r, nameof(ISealedRow.KeyId)) != null && EF.Property<Guid?>(r, nameof(ISealedRow.KeyId)) != newest)
            .OrderBy(r => EF.Property<Guid?>(r, nameof(ISealedRow.KeyId))).Take(most).ToListAsync(ct);
        foreach (var row in rows) await ResealAsync(row, ct);
        return rows.Count;
    }

    private async Task ResealAsync(TRow row, CancellationToken ct)
    {
        var fresh = new Dictionary<string, byte[]>();
        foreach (var (column, value) in row.Sealed)
        {
            var place = new FieldPlace(row.CompanyId, table, row.RowId, column);
            fresh[column] = await secrets.SealAsync(place, await secrets.OpenAsync(place, value, ct), ct);
        }
        row.Reseal(SealedBytes.KeyIdOf(fresh.Values.First())!.Value, fresh);
    }
}
