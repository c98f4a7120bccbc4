using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>A person's identity number and bank account, in full: they are the person's own.</summary>
internal sealed class PersonalNumbers(AppDbContext db, FieldSecrets secrets) : IPersonalData
{
    public string Name => "numbers";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct)
    {
        if (await db.PersonSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == personId, ct) is not { } row) return null;
        return new
        {
            row.IdentityKind,
            IdentityNumber = row.IdentityNumber is { } number ? await secrets.OpenTextAsync(row.PlaceOf(PersonSecretsRow.IdentityNumberColumn), number, ct) : null,
            row.BankName,
            BankAccount = row.BankAccount is { } account ? await secrets.OpenTextAsync(row.PlaceOf(PersonSecretsRow.BankAccountColumn), account, ct) : null,
        };
    }
}
