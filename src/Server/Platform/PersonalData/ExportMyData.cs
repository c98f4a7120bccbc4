using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.PersonalData;

/// <summary>A copy of what is held about the caller. That it was taken is on record.</summary>
internal static class ExportMyData
{
    public static async Task<Ok<JsonObject>> HandleAsync(PersonalCopy copies, AppDbContext db, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        var copy = await copies.OfAsync(user.PersonId, ct);
        audit.Record(new(user.CompanyId, user.Actor, "person.data-exported", $"person:{user.PersonId:D}", new { }));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(copy);
    }
}
