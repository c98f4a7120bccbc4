using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Changes the fields that the company has added to offboarding cases, of one case. What the flow has read before stays as it was read.</summary>
internal static class CaseFields
{
    /// <param name="Custom">Value by key: null removes one, an absent one stays as it is.</param>
    public sealed record Request(JsonObject Custom);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid id, Request request, AppDbContext db, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        if (await db.OffboardingCases.AsNoTracking().VisibleTo(user, Permission.OffboardingManage, db).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } found) return ShowCase.Unknown(id);
        // A refusal comes before anything is written, or with a value that is taken: then what was written is thrown away with its scope.
        try
        {
            await writes.RunAsync((scope, token) => ChangeAsync(scope, found, request.Custom, user, token), ct);
            return TypedResults.NoContent();
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.ToProblem();
        }
    }

    /// <summary>Writes the values in the transaction of a scope, so that whatever runs in it afterwards reads them.</summary>
    public static async Task<FieldChange> WriteAsync(IServiceProvider scope, CurrentUser user, Guid caseId, Guid leaverId, JsonObject? custom, bool isNew, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var sight = await FieldSight.OfAsync(db, user, [leaverId], ct);
        var change = await scope.GetRequiredService<WriteFields>().RunAsync(new(user.CompanyId, FieldEntity.OffboardingCase, caseId), custom, f => sight.MayChange(leaverId, f), isNew, user.PersonId, ct);
        if (change.Changed.Count > 0) await db.SaveChangesAsync(ct);
        return change;
    }

    private static async Task<bool> ChangeAsync(IServiceProvider scope, CaseRow found, JsonObject custom, CurrentUser user, CancellationToken ct)
    {
        var change = await WriteAsync(scope, user, found.Id, found.LeaverId, custom, isNew: false, ct);
        if (change.Refusal is { } refusal) throw new RefusedException(refusal);
        if (change.Changed.Count > 0) scope.GetRequiredService<IAuditTrail>().Record(new(found.CompanyId, user.Actor, "offboarding.fields-changed", $"offboarding:{found.Id:D}", new { changed = change.Changed }));
        return true;
    }

    private sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
    {
        public Refusal Refusal => refusal;
    }
}
