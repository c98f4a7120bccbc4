using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>Shows one of a person's numbers in full. Who saw it, and why, is on record before it is shown.</summary>
internal static class RevealSecret
{
    private const int LongestReason = 500;

    /// <param name="Reason">Why it has to be seen; goes into the audit trail.</param>
    public sealed record Request(SecretField Field, string Reason);

    public sealed record Response(string Value);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, Request request, HttpResponse answer, AppDbContext db, FieldSecrets secrets, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (WhyNot(request.Reason) is { } problem) return problem;
        if (!await db.People.VisibleTo(user, Permission.IdentityReveal, db).AnyAsync(p => p.Id == id, ct)) return ShowSecrets.Unknown(id);
        var row = await db.PersonSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == id, ct);
        var (column, stored) = request.Field == SecretField.IdentityNumber
            ? (PersonSecretsRow.IdentityNumberColumn, row?.IdentityNumber)
            : (PersonSecretsRow.BankAccountColumn, row?.BankAccount);
        if (stored is null) return Problems.NotFound("person-secrets.unknown", $"Expected the person to have a {request.Field}, but there is none.");
        var value = await secrets.OpenTextAsync(row!.PlaceOf(column), stored, ct);
        audit.Record(new(row.CompanyId, user.Actor, "person.secret-revealed", $"person:{id:D}", new { field = request.Field }) { Personal = new Dictionary<string, object?> { ["reason"] = request.Reason.Trim() } });
        await db.SaveChangesAsync(ct);
        answer.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(value));
    }

    internal static ProblemHttpResult? WhyNot(string reason) => reason.Trim().Length is >= 1 and <= LongestReason
        ? null
        : Problems.Invalid("person-secrets.reason", $"Expected a reason of 1 to {LongestReason} characters, but it has {reason.Trim().Length}.");
}
