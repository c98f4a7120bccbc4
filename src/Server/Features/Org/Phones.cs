using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.Org;

/// <summary>People's phone numbers as they are stored: plain, or sealed where <see cref="SecretsOptions.SealPhones"/> says so. Either is read, whatever the setting is now.</summary>
internal sealed class Phones(CompanyKeys keys, SecretsOptions options)
{
    private readonly Dictionary<(Guid Company, KeyUse Use), OpenKey> current = [];

    /// <summary>A person's number; null where there is none.</summary>
    /// <exception cref="SealedValueException">It is not the one that was stored for the person, or its key is missing.</exception>
    public ValueTask<string?> ReadAsync(PersonRecord person, CancellationToken ct) => ReadAsync(person.CompanyId, person.Id, person.Phone, person.SealedPhone, ct);

    /// <inheritdoc cref="ReadAsync(PersonRecord, CancellationToken)"/>
    public async ValueTask<string?> ReadAsync(Guid companyId, Guid personId, string? plain, byte[]? stored, CancellationToken ct)
    {
        if (stored is null) return plain;
        var place = PersonRecord.PhonePlaceOf(companyId, personId);
        return SealedBytes.KeyIdOf(stored) is { } id && SealedBytes.Open(await keys.FindAsync(id, ct), stored, place.ToContext()) is { } opened
            ? Encoding.UTF8.GetString(opened)
            : throw new SealedValueException($"Expected {place.Table}.{place.Column} of row {place.RowId:D} as it was sealed there, but it was changed or was sealed at another place.");
    }

    /// <summary>Keeps a number as the setting says.</summary>
    public async Task KeepAsync(PersonRecord person, string? phone, CancellationToken ct)
    {
        if (!options.SealPhones || phone is null) person.KeepPhone(phone);
        else await SealAsync(person, phone, ct);
    }

    /// <summary>Makes the blind index of a sealed number anew, with the company's newest key for that.</summary>
    public async Task ReindexAsync(PersonRecord person, CancellationToken ct)
    {
        var (key, phone) = (await CurrentAsync(person.CompanyId, KeyUse.Index, ct), (await ReadAsync(person, ct))!);
        person.KeepPhone(person.SealedPhone!, person.KeyId!.Value, BlindTails.KeysOf(key, phone), key.Id);
    }

    private async Task SealAsync(PersonRecord person, string phone, CancellationToken ct)
    {
        var (key, index) = (await CurrentAsync(person.CompanyId, KeyUse.Fields, ct), await CurrentAsync(person.CompanyId, KeyUse.Index, ct));
        var stored = SealedBytes.Seal(key.Bytes, key.Id, Encoding.UTF8.GetBytes(phone), PersonRecord.PhonePlaceOf(person.CompanyId, person.Id).ToContext());
        person.KeepPhone(stored, key.Id, BlindTails.KeysOf(index, phone), index.Id);
    }

    // Asked for once per scope, which is one transaction: an import would ask a hundred thousand times.
    private async Task<OpenKey> CurrentAsync(Guid companyId, KeyUse use, CancellationToken ct) =>
        current.TryGetValue((companyId, use), out var key) ? key : current[(companyId, use)] = await keys.CurrentAsync(companyId, use, ct);
}
