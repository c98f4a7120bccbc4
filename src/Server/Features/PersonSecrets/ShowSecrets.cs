using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>A person's numbers, masked but for their last four characters. That somebody else looked is kept on record.</summary>
internal static class ShowSecrets
{
    private const int Shown = 4;

    /// <param name="IdentityKind">What the identity number is the number of; null while there is none.</param>
    /// <param name="IdentityNumber">Masked.</param>
    /// <param name="BankAccount">Masked.</param>
    /// <param name="Version">To be sent with a change.</param>
    public sealed record Response(IdentityKind? IdentityKind, string? IdentityNumber, string? BankName, string? BankAccount, int Version);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid id, AppDbContext db, FieldSecrets secrets, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (!await db.People.VisibleTo(user, Permission.IdentityRead, db).AnyAsync(p => p.Id == id, ct)) return Unknown(id);
        var row = await db.PersonSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == id, ct);
        if (row is null) return TypedResults.Ok(new Response(null, null, null, null, 0));
        if (id != user.PersonId)
        {
            audit.Record(new(row.CompanyId, user.Actor, "person.secrets-seen", $"person:{id:D}", new { masked = true }));
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(new Response(row.IdentityKind, await MaskedAsync(row, PersonSecretsRow.IdentityNumberColumn, row.IdentityNumber, secrets, ct),
            row.BankName, await MaskedAsync(row, PersonSecretsRow.BankAccountColumn, row.BankAccount, secrets, ct), row.Version));
    }

    internal static ProblemHttpResult Unknown(Guid id) => Problems.NotFound("people.unknown", $"Expected a person {id:D} whom you may see, but there is none.");

    private static async Task<string?> MaskedAsync(PersonSecretsRow row, string column, byte[]? stored, FieldSecrets secrets, CancellationToken ct) =>
        stored is null ? null : Mask(await secrets.OpenTextAsync(row.PlaceOf(column), stored, ct));

    // As many stars whatever the length, which would narrow a passport or an account down.
    private static string Mask(string plain) => "****" + plain[^Math.Min(Shown, plain.Length / 2)..];
}
