using System.Text.RegularExpressions;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>Sets a person's identity number, bank account or both.</summary>
internal sealed partial class SetSecrets(AppDbContext db, FieldSecrets secrets, CurrentUser user, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestBankName = 100;

    public sealed record Identity(IdentityKind Kind, string Number);

    public sealed record Account(string BankName, string Number);

    /// <param name="Identity">Null leaves it as it is.</param>
    /// <param name="BankAccount">Null leaves it as it is.</param>
    /// <param name="Version">The version that was read; 0 for a person who has no numbers yet.</param>
    public sealed record Request(Identity? Identity, Account? BankAccount, int Version);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid id, Request request, SetSecrets set, CancellationToken ct) => set.RunAsync(id, request, ct);

    private async Task<Results<NoContent, ProblemHttpResult>> RunAsync(Guid id, Request request, CancellationToken ct)
    {
        if (WhyNot(request) is { } refusal) return refusal.ToProblem();
        if (await db.People.VisibleTo(user, Permission.IdentityRead, db).Where(p => p.Id == id).Select(p => (Guid?)p.CompanyId).SingleOrDefaultAsync(ct) is not { } company) return ShowSecrets.Unknown(id);
        var row = await db.PersonSecrets.SingleOrDefaultAsync(s => s.PersonId == id, ct);
        if (request.Version != (row?.Version ?? 0)) return Changed(request.Version, row?.Version ?? 0);
        if (row is null) db.Add(row = new PersonSecretsRow { PersonId = id, CompanyId = company, Version = 1 });
        if (await ApplyAsync(row, request, ct) is { } taken) return taken.ToProblem();
        var fields = new[] { request.Identity is null ? null : nameof(SecretField.IdentityNumber), request.BankAccount is null ? null : nameof(SecretField.BankAccount) };
        audit.Record(new(company, user.Actor, "person.secrets-set", $"person:{id:D}", new { fields = fields.Where(f => f is not null) }));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            return Changed(request.Version, request.Version + 1);
        }
        return TypedResults.NoContent();
    }

    private Refusal? WhyNot(Request request)
    {
        if (request is { Identity: null, BankAccount: null }) return new("person-secrets.empty.invalid", "Expected an identity number or a bank account, but there is neither.");
        if (request.Identity is { } identity && IdentityNumbers.WhyNot(identity.Kind, IdentityNumbers.Normalise(identity.Number), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is { } problem) return problem;
        if (request.BankAccount is not { } account) return null;
        if (account.BankName.Trim() is not { Length: >= 1 and <= LongestBankName } name) return new("person-secrets.bank-name.invalid", $"Expected a bank's name of 1 to {LongestBankName} characters, but it has {account.BankName.Trim().Length}.");
        return name.Any(char.IsControl) || !AccountNumber().IsMatch(IdentityNumbers.Normalise(account.Number))
            ? new("person-secrets.bank-account.invalid", $"Expected an account number of 8 to 34 digits and letters, but it has {IdentityNumbers.Normalise(account.Number).Length} characters or others.")
            : null;
    }

    private async Task<Refusal?> ApplyAsync(PersonSecretsRow row, Request request, CancellationToken ct)
    {
        if (request.Identity is { } identity)
        {
            var number = IdentityNumbers.Normalise(identity.Number);
            var indexes = await secrets.IndexesAsync(row.CompanyId, PersonSecretsRow.IdentityNumberColumn, number, ct);
            var taken = indexes.Select(i => i.Value).ToList();
            if (await db.PersonSecrets.AnyAsync(s => s.CompanyId == row.CompanyId && s.PersonId != row.PersonId && taken.Contains(s.IdentityNumberIndex!), ct))
                return new("person-secrets.identity-number-taken", "Expected an identity number that nobody else in the company has, but somebody has it already.");
            (row.IdentityKind, row.IdentityNumber) = (identity.Kind, await secrets.SealAsync(row.PlaceOf(PersonSecretsRow.IdentityNumberColumn), number, ct));
            row.KeepIndex(indexes[0].Value, indexes[0].KeyId);
        }
        if (request.BankAccount is { } account)
            (row.BankName, row.BankAccount) = (account.BankName.Trim(), await secrets.SealAsync(row.PlaceOf(PersonSecretsRow.BankAccountColumn), IdentityNumbers.Normalise(account.Number), ct));
        await KeepOneKeyAsync(row, request, ct);
        return null;
    }

    // A row is sealed with one key: what this change leaves as it is was perhaps sealed with the key before.
    private async Task KeepOneKeyAsync(PersonSecretsRow row, Request request, CancellationToken ct)
    {
        var newest = SealedBytes.KeyIdOf(request.Identity is null ? row.BankAccount : row.IdentityNumber);
        if (row.KeyId is { } before && before != newest)
        {
            if (request.Identity is null && row.IdentityNumber is { } number) row.IdentityNumber = await ResealAsync(row.PlaceOf(PersonSecretsRow.IdentityNumberColumn), number, ct);
            if (request.BankAccount is null && row.BankAccount is { } account) row.BankAccount = await ResealAsync(row.PlaceOf(PersonSecretsRow.BankAccountColumn), account, ct);
        }
        row.KeyId = newest;
    }

    private async Task<byte[]> ResealAsync(FieldPlace place, byte[] stored, CancellationToken ct) => await secrets.SealAsync(place, await secrets.OpenAsync(place, stored, ct), ct);

    private static ProblemHttpResult Changed(int read, int now) =>
        Problems.Conflict("person-secrets.changed-meanwhile", $"Expected version {now} of the person's numbers, but the change was made to version {read}. Read them again.");

    [GeneratedRegex("^[A-Z0-9]{8,34}$")]
    private static partial Regex AccountNumber();
}
