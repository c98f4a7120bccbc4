using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Privacy;

/// <summary>Keeps everything about a person until the hold is lifted.</summary>
internal static class PlaceHold
{
    /// <param name="Reason">Why, for example the number of a case.</param>
    public sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, AppDbContext db, IAuditTrail audit, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var reason = request.Reason.Trim();
        if (reason.Length is < 1 or > PersonData.LongestReason) return Problems.Invalid("privacy.reason", $"Expected a reason of 1 to {PersonData.LongestReason} characters, but it has {reason.Length}.");
        if (!await db.People.VisibleTo(user, Permission.PrivacyManage, db).AnyAsync(p => p.Id == personId, ct)) return ShowErasure.Unknown(personId);
        if (await db.LegalHolds.AnyAsync(h => h.PersonId == personId && h.LiftedUtc == null, ct)) return Problems.Conflict("privacy.held", "Expected a person without a hold, but there is one already.");
        db.LegalHolds.Add(new LegalHold { CompanyId = user.CompanyId, PersonId = personId, Reason = reason, PlacedById = user.PersonId, PlacedUtc = clock.GetUtcNow().UtcDateTime });
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "privacy.hold-placed", $"person:{personId:D}", new { }) { Personal = new Dictionary<string, object?> { ["reason"] = reason } });
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>Lifts a hold.</summary>
internal static class LiftHold
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, AppDbContext db, IAuditTrail audit, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.People.VisibleTo(user, Permission.PrivacyManage, db).AnyAsync(p => p.Id == personId, ct)) return ShowErasure.Unknown(personId);
        if (await db.LegalHolds.SingleOrDefaultAsync(h => h.PersonId == personId && h.LiftedUtc == null, ct) is not { } hold)
            return Problems.NotFound("privacy.no-hold", "Expected a person with a hold, but there is none.");
        hold.Lift(user.PersonId, clock.GetUtcNow().UtcDateTime);
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "privacy.hold-lifted", $"person:{personId:D}", new { hold = hold.Id }));
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
