using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>离职证明 of a case.</summary>
internal static class ShowCertificate
{
    public sealed record Response(Guid CaseId, string Text, string Sha256, DateOnly DatedOn, DateTime IssuedUtc);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid id, AppDbContext db, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (await db.OffboardingCases.AsNoTracking().VisibleTo(user, Permission.OffboardingRead, db).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } found) return ShowCase.Unknown(id);
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.CaseId == id, ct) is not { } issued)
            return Problems.NotFound("offboarding.certificate.unknown", $"Expected case {found.Number} to have its certificate, but it is issued at the legal end, {found.LegalEndUtc:yyyy-MM-dd HH:mm} UTC.");
        audit.Record(new(found.CompanyId, user.Actor, "offboarding.certificate-read", $"offboarding:{id:D}", new { sha256 = issued.Sha256 }));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Response(id, issued.Text, issued.Sha256, issued.DatedOn, issued.IssuedUtc));
    }
}
