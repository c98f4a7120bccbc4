using System.Text.Json;
using HrBpm.Activities.Offboarding;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Seals and opens what is claimed from a leaver for damage.</summary>
internal sealed class DamageClaims(FieldSecrets secrets)
{
    public const string Table = "offboarding_cases", Column = "damage";

    public async Task KeepAsync(CaseRow row, DamageClaim claim, CancellationToken ct) =>
        row.KeepDamage(await secrets.SealAsync(PlaceOf(row), JsonSerializer.SerializeToUtf8Bytes(claim), ct));

    /// <summary>The claim; null where nobody was asked.</summary>
    /// <exception cref="SealedValueException">It is not the one that was stored for the case.</exception>
    public async Task<DamageClaim?> FindAsync(CaseRow row, CancellationToken ct) =>
        row.Damage is { } stored ? JsonSerializer.Deserialize<DamageClaim>(await secrets.OpenAsync(PlaceOf(row), stored, ct)) : null;

    private static FieldPlace PlaceOf(CaseRow row) => new(row.CompanyId, Table, row.Id, Column);
}
