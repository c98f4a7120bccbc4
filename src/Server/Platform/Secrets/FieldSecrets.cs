using System.Security.Cryptography;
using System.Text;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>Where a sealed value stands. It opens there, and nowhere else.</summary>
/// <param name="CompanyId">Whose key seals it.</param>
/// <param name="Table">Name of the table.</param>
/// <param name="RowId">The row.</param>
/// <param name="Column">Name of the column.</param>
internal readonly record struct FieldPlace(Guid CompanyId, string Table, Guid RowId, string Column)
{
    public byte[] ToContext() => Encoding.UTF8.GetBytes($"HrBpm.Field\0{CompanyId:D}\0{Table}\0{RowId:D}\0{Column}");
}

/// <summary>What a value is found by.</summary>
/// <param name="KeyId">The key that it was made with.</param>
/// <param name="Value">The index.</param>
internal sealed record BlindIndex(Guid KeyId, byte[] Value);

/// <summary>Encrypts single values with their company's key, within the scope's transaction.</summary>
internal sealed class FieldSecrets(CompanyKeys keys)
{
    /// <summary>The value as it may be stored at that place.</summary>
    public async Task<byte[]> SealAsync(FieldPlace place, byte[] plain, CancellationToken ct)
    {
        var key = await keys.CurrentAsync(place.CompanyId, KeyUse.Fields, ct);
        return SealedBytes.Seal(key.Bytes, key.Id, plain, place.ToContext());
    }

    /// <inheritdoc cref="SealAsync(FieldPlace, byte[], CancellationToken)"/>
    public Task<byte[]> SealAsync(FieldPlace place, string plain, CancellationToken ct) => SealAsync(place, Encoding.UTF8.GetBytes(plain), ct);

    /// <summary>The value that was sealed at that place.</summary>
    /// <exception cref="SealedValueException">It was changed, it was sealed at another place, or its key is missing.</exception>
    public async Task<byte[]> OpenAsync(FieldPlace place, byte[] stored, CancellationToken ct)
    {
        if (SealedBytes.KeyIdOf(stored) is not { } id) throw Broken(place);
        return SealedBytes.Open(await keys.FindAsync(id, ct), stored, place.ToContext()) ?? throw Broken(place);
    }

    /// <inheritdoc cref="OpenAsync"/>
    public async Task<string> OpenTextAsync(FieldPlace place, byte[] stored, CancellationToken ct) => Encoding.UTF8.GetString(await OpenAsync(place, stored, ct));

    /// <summary>By what an exact value is found without being decrypted: HMAC-SHA-256 with a key of the company's that does nothing else.</summary>
    /// <param name="key">The company's: equal values of two companies have different indexes.</param>
    /// <param name="column">Equal values of two columns have different indexes.</param>
    /// <param name="normalised">The value in the one form in which it is searched for.</param>
    public static byte[] IndexOf(byte[] key, string column, string normalised) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{column}\0{normalised}"));

    /// <summary>The indexes that a value may be stored under: one for each key of the company that has made indexes, the newest first.</summary>
    /// <inheritdoc cref="IndexOf"/>
    public async Task<IReadOnlyList<BlindIndex>> IndexesAsync(Guid companyId, string column, string normalised, CancellationToken ct)
    {
        await keys.CurrentAsync(companyId, KeyUse.Index, ct);
        return (await keys.IndexKeysAsync(companyId, ct)).ConvertAll(key => new BlindIndex(key.Id, IndexOf(key.Bytes, column, normalised)));
    }

    private static SealedValueException Broken(FieldPlace place) =>
        new($"Expected {place.Table}.{place.Column} of row {place.RowId:D} as it was sealed there, but it was changed or was sealed at another place.");
}
