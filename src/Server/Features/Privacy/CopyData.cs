using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Privacy;

/// <summary>A copy of what is held about a person who cannot sign in any more, for whoever answers their request (个人信息保护法 art. 45). Who made it, and why, is on record before it is given.</summary>
internal static class CopyData
{
    /// <param name="Reason">Why, for example that the person asked for it and was identified.</param>
    public sealed record Request(string Reason);

    public static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> HandleAsync(
        Guid personId, Request request, HttpResponse answer, PersonalCopy copies, AppDbContext db, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        var reason = request.Reason.Trim();
        if (reason.Length is < 1 or > PersonData.LongestReason) return Problems.Invalid("privacy.reason", $"Expected a reason of 1 to {PersonData.LongestReason} characters, but it has {reason.Length}.");
        if (await db.People.VisibleTo(user, Permission.PrivacyManage, db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person) return ShowErasure.Unknown(personId);
        if (await db.Users.AnyAsync(a => a.PersonId == personId && a.DisabledUtc == null, ct))
            return Problems.Conflict("privacy.copy.own", "Expected a person who cannot sign in any more, but this one can, and takes the copy at /api/me/data.");
        // Numbers and pay stand in it in full.
        foreach (var permission in (Permission[])[Permission.IdentityReveal, Permission.PayRead])
            if (!await db.People.VisibleTo(user, permission, db).AnyAsync(p => p.Id == personId, ct))
                return Problems.Forbidden("privacy.copy.forbidden", $"Expected somebody who may see the person's numbers and pay as well ({permission}), but you may not.");
        var copy = await copies.OfAsync(personId, ct);
        audit.Record(new AuditFact(person.CompanyId, user.Actor, "person.data-exported", $"person:{personId:D}", new { by = "privacy" }) { Personal = new Dictionary<string, object?> { ["reason"] = reason } });
        await db.SaveChangesAsync(ct);
        answer.Headers.CacheControl = "no-store";
        return TypedResults.Ok(copy);
    }
}
