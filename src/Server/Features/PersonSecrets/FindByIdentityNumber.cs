using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>Finds the person with exactly this identity number. A POST, because addresses end up in logs.</summary>
internal static class FindByIdentityNumber
{
    public sealed record Request(string Number, string Reason);

    public sealed record Response(Guid PersonId);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, FieldSecrets secrets, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (RevealSecret.WhyNot(request.Reason) is { } problem) return problem;
        var indexes = (await secrets.IndexesAsync(user.CompanyId, PersonSecretsRow.IdentityNumberColumn, IdentityNumbers.Normalise(request.Number), ct)).Select(i => i.Value).ToList();
        var found = await db.People.VisibleTo(user, Permission.IdentityReveal, db).Where(p => db.PersonSecrets.Any(s => s.PersonId == p.Id && indexes.Contains(s.IdentityNumberIndex!))).Select(p => p.Id).ToListAsync(ct);
        if (found is not [var person]) return Problems.NotFound("people.unknown", "Expected a person with that identity number whom you may see, but there is none.");
        audit.Record(new(user.CompanyId, user.Actor, "person.found-by-identity-number", $"person:{person:D}", new { }) { Personal = new Dictionary<string, object?> { ["reason"] = request.Reason.Trim() } });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Response(person));
    }
}
