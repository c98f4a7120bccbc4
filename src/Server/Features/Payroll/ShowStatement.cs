using HrBpm.Activities.Evidence;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>One final pay statement. That somebody looked is kept on record.</summary>
internal static class ShowStatement
{
    public static async Task<Results<Ok<PayView>, ProblemHttpResult>> HandleAsync(
        Guid id, AppDbContext db, PayAmounts amounts, CurrentUser user, IOffboarding offboarding, IAuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.PayStatements.AsNoTracking().VisibleTo(user, Permission.PayRead, db).Include(s => s.Items).SingleOrDefaultAsync(s => s.Id == id, ct) is not { } statement) return Unknown(id);
        var found = await offboarding.FindAsync(statement.CaseId, ct);
        audit.Record(new(statement.CompanyId, user.Actor, "payroll.statement-read", $"pay-statement:{id:D}", new { caseId = statement.CaseId }));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PayView.Of(await amounts.OpenAsync(statement, ct), found?.AllCompleteAtUtc is not null, clock.GetUtcNow().UtcDateTime));
    }

    internal static ProblemHttpResult Unknown(Guid id) => Problems.NotFound("payroll.statement.unknown", $"Expected a pay statement {id:D} in your scope, but there is none.");
}
